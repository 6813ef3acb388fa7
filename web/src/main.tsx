import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Case } from "./case";
import { Chain } from "./chain";
import { Clients, key_of } from "./clients";
import type { Document } from "./contract";
import { type Documents, read_documents } from "./data";
import { Gadgets } from "./gadgets";
import { Connections } from "./list";
import { Parts, Section, tls_time } from "./parts";
import "./style.css";
import { type Language, choose_language, languages, preferred_language, say } from "./words";

// "#1/tcp-7": the second document, its connection tcp-7. Kept in the address, so that back and bookmarks work.
function place_now(): { document: number; item: string | undefined } {
  const [document, item] = location.hash.slice(1).split("/");
  return { document: Number(document) || 0, item: item === undefined ? undefined : decodeURIComponent(item) };
}

function Head(props: { document: Document; all: Document[]; at: number; go: (document: number, item?: string) => void;
  language: Language; set_language: (language: Language) => void }) {
  const [theme, set_theme] = useState("auto");
  useEffect(() => { document.documentElement.dataset["theme"] = theme; }, [theme]);
  return (
    <header>
      <div class="bar">
        <p class="brand">tlswhy</p>
        <div class="settings">
          <label>{say("language")}{" "}
            <select value={props.language} onChange={(event) => props.set_language(event.currentTarget.value as Language)}>
              {Object.entries(languages).map(([id, name]) => <option value={id} lang={id}>{name}</option>)}
            </select>
          </label>
          <label>{say("theme")}{" "}
            <select value={theme} onChange={(event) => set_theme(event.currentTarget.value)}>
              <option value="auto">{say("theme_auto")}</option>
              <option value="light">{say("theme_light")}</option>
              <option value="dark">{say("theme_dark")}</option>
            </select>
          </label>
          <button type="button" onClick={() => print()}>{say("print")}</button>
        </div>
      </div>
      {props.all.length > 1 && (
        <label class="input">{say("input")}{" "}
          <select value={props.at} onChange={(event) => props.go(Number(event.currentTarget.value))}>
            {props.all.map((each, index) => <option value={index}>{each.input.name}</option>)}
          </select>
        </label>
      )}
      <h1>{props.document.input.name}</h1>
      {props.document.summary?.text && <p class="summary">{props.document.summary.text}</p>}
    </header>
  );
}

function Notes(props: { document: Document }) {
  const notes = props.document.input.notes ?? [];
  if (notes.length === 0) return null;
  return <Section id="notes" title={say("notes")}><ul class="lines">{notes.map((note) => <li>{note}</li>)}</ul></Section>;
}

function Changes(props: { document: Document }) {
  const { changes, runs } = props.document;
  if (!changes && !runs) return null;
  const list = (all: { text: string }[]) =>
    all.length === 0 ? <p>{say("nothing_changed")}</p> : <ul class="lines">{all.map((change) => <li>{change.text}</li>)}</ul>;
  return (
    <Section id="changes" title={say("changes")}>
      {changes && list(changes)}
      {runs?.map((run) => <div><h4>{run.input} ({run.before ? `${tls_time(run.before)} – ` : ""}{tls_time(run.after)})</h4>{list(run.changes)}</div>)}
    </Section>
  );
}

// What the report says of the input as a whole; who connects is what the matrix shows.
function Whole(props: { document: Document }) {
  const parts = (props.document.report ?? []).filter((part) => !["fails", "works", "chain"].includes(part.part));
  if (parts.length === 0) return null;
  return <Section id="whole" title={say("overview")}><Parts parts={parts} /></Section>;
}

function Raw(props: { document: Document; item: object | undefined }) {
  const [open, set_open] = useState(false);
  const value = props.item ?? props.document;
  return (
    <details class="card raw" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{say("raw")}</summary>
      {open && <pre tabIndex={0} role="region" aria-label={say("raw")}>{JSON.stringify(value, null, 1)}</pre>}
    </details>
  );
}

function Page(props: { documents: Documents; preferred: Language }) {
  const [language, set_language] = useState<Language>(props.preferred);
  const [place, set_place] = useState(place_now);
  useEffect(() => {
    const moved = () => set_place(place_now());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  choose_language(language);
  const all = props.documents[language] ?? Object.values(props.documents)[0] ?? [];
  const at = place.document < all.length ? place.document : 0;
  const document = all[at];
  const go = (index: number, item?: string) => { location.hash = `${index}${item === undefined ? "" : `/${encodeURIComponent(item)}`}`; };
  const items = useMemo(() => {
    const out = new Map<string, NonNullable<Document["conversations"] | Document["verdicts"]>[number]>();
    for (const c of document?.conversations ?? []) out.set(c.id, c);
    (document?.verdicts ?? []).forEach((v, index) => out.set(key_of(v, index), v));
    return out;
  }, [document]);
  if (!document) return <main><p>{say("nothing_listed")}</p></main>;
  // Of a layout nothing is chosen by itself: what the desktop shows comes first.
  const first = document.gadgets ? undefined
    : [...items].find(([, item]) => ("accepted" in item ? !item.accepted : item.outcome === "failed"))?.[0] ?? items.keys().next().value;
  const chosen = place.item !== undefined && items.has(place.item) ? place.item : first;
  const item = chosen === undefined ? undefined : items.get(chosen);
  const seen = document.conversations;
  const many = items.size > 1;
  const to_case = (key: string) => {
    go(at, key);
    setTimeout(() => window.document.getElementById("case")?.scrollIntoView({ block: "start" }), 30);
  };
  return (
    <>
      <Head document={document} all={all} at={at} go={go} language={language} set_language={set_language} />
      <main>
        {document.gadgets && <Gadgets document={document} choose={to_case} />}
        {seen && many && <Connections document={document} chosen={chosen} choose={(id) => go(at, id)} />}
        {seen && items.size === 0 && <p class="card">{say("nothing_listed")}</p>}
        {document.verdicts && many && <Clients document={document} chosen={chosen} choose={to_case} />}
        <div id="case">{item && <Case of={item} document={document} />}</div>
        {!item && !document.gadgets && document.certificates?.map((chain) =>
          <Section id="chain" title={say("chain")}><Chain chain={chain} trust={document.trust ?? null} of={{ diagnosis: null, remedies: [], report: [] }} ours={false} /></Section>)}
        <Changes document={document} />
        <Whole document={document} />
        <Notes document={document} />
        <Raw document={document} item={seen && many ? item : undefined} />
      </main>
      <footer>{say("made_by", { tool: `${document.tool.name} ${document.tool.version}` })}</footer>
    </>
  );
}

const data = document.getElementById("data")?.textContent ?? "";
const page = document.getElementById("page");
if (page) {
  page.textContent = "";
  render(<Page documents={read_documents(data)} preferred={preferred_language()} />, page);
  performance.mark("shown");
}
