// The report of one document, and what stands above it: both in a page that was written with documents (main.tsx), and
// in the page that makes them (inside/main.tsx).
import { useEffect, useMemo, useState } from "preact/hooks";
import { Case } from "./case";
import { Chain } from "./chain";
import { Clients, key_of } from "./clients";
import type { Document } from "./contract";
import { Gadgets } from "./gadgets";
import { Connections } from "./list";
import { Parts, Section, tls_time } from "./parts";
import { type Language, languages, say } from "./words";

// "#1/tcp-7": the second document, its connection tcp-7. Kept in the address, so that back and bookmarks work.
function place_now(): { document: number; item: string | undefined } {
  const [document, item] = location.hash.slice(1).split("/");
  return { document: Number(document) || 0, item: item === undefined ? undefined : decodeURIComponent(item) };
}

export function Settings(props: { language: Language; set_language: (language: Language) => void }) {
  const [theme, set_theme] = useState("auto");
  useEffect(() => { document.documentElement.dataset["theme"] = theme; }, [theme]);
  return (
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

// Where the reader is: kept in the address, and moved by its buttons.
export function use_place() {
  const [place, set_place] = useState(place_now);
  useEffect(() => {
    const moved = () => set_place(place_now());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  const go = (index: number, item?: string) => { location.hash = `${index}${item === undefined ? "" : `/${encodeURIComponent(item)}`}`; };
  return { place, go };
}

// All that is said of one document. `item` is the connection or verdict that is to be shown.
export function Report(props: { document: Document; item: string | undefined; go: (item?: string) => void }) {
  const { document, go } = props;
  const items = useMemo(() => {
    const out = new Map<string, NonNullable<Document["conversations"] | Document["verdicts"]>[number]>();
    for (const c of document.conversations ?? []) out.set(c.id, c);
    (document.verdicts ?? []).forEach((v, index) => out.set(key_of(v, index), v));
    return out;
  }, [document]);
  // Of a layout nothing is chosen by itself: what the desktop shows comes first.
  const first = document.gadgets ? undefined
    : [...items].find(([, item]) => ("accepted" in item ? !item.accepted : item.outcome === "failed"))?.[0] ?? items.keys().next().value;
  const chosen = props.item !== undefined && items.has(props.item) ? props.item : first;
  const item = chosen === undefined ? undefined : items.get(chosen);
  const seen = document.conversations;
  const many = items.size > 1;
  const to_case = (key: string) => {
    go(key);
    setTimeout(() => window.document.getElementById("case")?.scrollIntoView({ block: "start" }), 30);
  };
  return (
    <>
      {document.gadgets && <Gadgets document={document} choose={to_case} />}
      {seen && many && <Connections document={document} chosen={chosen} choose={go} />}
      {seen && items.size === 0 && <p class="card">{say("nothing_listed")}</p>}
      {document.verdicts && many && <Clients document={document} chosen={chosen} choose={to_case} />}
      <div id="case">{item && <Case of={item} document={document} />}</div>
      {!item && !document.gadgets && document.certificates?.map((chain) =>
        <Section id="chain" title={say("chain")}><Chain chain={chain} trust={document.trust ?? null} of={{ diagnosis: null, remedies: [], report: [] }} ours={false} /></Section>)}
      <Changes document={document} />
      <Whole document={document} />
      <Notes document={document} />
      <Raw document={document} item={seen && many ? item : undefined} />
    </>
  );
}
