// The page that a program wrote its documents into (--html).
import { render } from "preact";
import { useState } from "preact/hooks";
import type { Document } from "./contract";
import { type Documents, read_documents } from "./data";
import { Report, Settings, use_place } from "./report";
import "./style.css";
import { type Language, choose_language, preferred_language, say } from "./words";

function Head(props: { document: Document; all: Document[]; at: number; go: (document: number) => void;
  language: Language; set_language: (language: Language) => void }) {
  return (
    <header>
      <Settings language={props.language} set_language={props.set_language} />
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

function Page(props: { documents: Documents; preferred: Language }) {
  const [language, set_language] = useState<Language>(props.preferred);
  const { place, go } = use_place();
  choose_language(language);
  const all = props.documents[language] ?? Object.values(props.documents)[0] ?? [];
  const at = place.document < all.length ? place.document : 0;
  const document = all[at];
  if (!document) return <main><p>{say("nothing_listed")}</p></main>;
  return (
    <>
      <Head document={document} all={all} at={at} go={go} language={language} set_language={set_language} />
      <main><Report document={document} item={place.item} go={(item) => go(at, item)} /></main>
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
