// The page with the program inside: files are given, the program answers, its documents are shown.
import { Component, type ComponentChildren, render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { label } from "../parts";
import { Report, Settings, use_place } from "../report";
import "../style.css";
import "./inside.css";
import { type Language, choose_language, preferred_language } from "../words";
import { type Answered, answered, name_of } from "./answers";
import { type Choices, Drop, FileList, Knowledge } from "./ask";
import { type GivenFile, type Known, arguments_for, given, nothing_known, questions } from "./given";
import { Program, unpacked } from "./program";
import { save_bytes, save_json, save_page } from "./saved";
import { say_here } from "./words";

const program = new Program();
const no_choices: Choices = { clients: [], products: [], stores: [] };

const contents = (files: GivenFile[]) => files.map(({ name, file }): [string, File] => [name, file]);

// The packets of the connections that failed, with what is said of them; false: none did.
async function save_annotated(of: GivenFile, files: GivenFile[], known: Known, language: Language) {
  const args = [...arguments_for([of], files, { ...known, redact: false }, language), "--annotate", "annotated.pcapng"];
  const { made } = await program.ask(args, contents(files));
  const copy = made.find(({ parts }) => parts.length > 0);
  if (copy) save_bytes(`${of.name.replace(/.*\//, "")}.annotated.pcapng`, copy.parts);
  return copy !== undefined;
}

// Asks one question after the other; whatever is given anew while it asks begins it anew.
function use_answers(files: GivenFile[], known: Known, language: Language) {
  const [answers, set_answers] = useState<Answered[]>([]);
  const [reading, set_reading] = useState<string | null>(null);
  const latest = useRef(0);
  useEffect(() => {
    const own = ++latest.current;
    const ask = async () => {
      const out: Answered[] = [];
      for (const inputs of questions(files, known)) {
        const name = name_of(inputs);
        const progress = (part: number) => { if (own === latest.current) set_reading(say_here("reading", { name, percent: Math.floor(100 * part) })); };
        progress(0);
        const outcome = await program.ask(arguments_for(inputs, files, known, language), contents(files), progress);
        if (own !== latest.current) return;
        out.push(answered(inputs, outcome));
        set_answers([...out]);
      }
      set_answers(out);
      set_reading(null);
    };
    void ask().catch(() => {});
  }, [files, known, language]);
  return { answers, reading };
}

function Results(props: { answers: Answered[]; reading: string | null; at: number; go: (index: number) => void; language: Language;
  annotate: (of: GivenFile) => Promise<boolean> }) {
  const { answers, reading } = props;
  const [nothing_in, set_nothing_in] = useState("");
  if (answers.length === 0 && reading === null) return null;
  let index = -1;
  const documents = answers.flatMap((answer) => answer.documents);
  const shown = documents[props.at];
  const alone = answers.find((answer) => shown && answer.documents.includes(shown))?.alone;
  const annotate = (of: GivenFile) => void props.annotate(of).then((saved) => set_nothing_in(saved ? "" : of.name));
  return (
    <section class="card results" aria-labelledby="results-title">
      <h2 id="results-title">{say_here("results")}</h2>
      <ul>
        {answers.map((answer) => (
          <li key={answer.name}>
            {answer.documents.map((document) => {
              const own = ++index;
              return (
                <button type="button" class="link" aria-current={own === props.at ? "true" : undefined} onClick={() => props.go(own)}>
                  {document.summary?.text ? label(answer.name) + document.summary.text : answer.name}
                </button>
              );
            })}
            {answer.died !== null && <p class="grave" role="alert">{say_here("died", { name: answer.name, why: answer.died })}</p>}
            {answer.error !== null && <p class="grave" role="alert">{answer.error}</p>}
          </li>
        ))}
      </ul>
      <p class="hint" role="status">{reading ?? ""}</p>
      {shown && (
        <p class="chips">
          <button type="button" onClick={() => void save_page("tlswhy", documents, props.language)}>{say_here("save_page")}</button>
          <button type="button" onClick={() => save_json(shown.input.name.replace(/.*\//, ""), shown)}>{say_here("save_json")}</button>
          {alone && shown.input.kind === "capture" &&
            <button type="button" onClick={() => annotate(alone)}>{say_here("save_annotated")}</button>}
        </p>
      )}
      {nothing_in !== "" && nothing_in === alone?.name && <p class="hint" role="status">{say_here("nothing_to_annotate", { name: nothing_in })}</p>}
    </section>
  );
}

// What cannot be shown is said, and the rest of the page goes on.
class Guarded extends Component<{ name: string; children: ComponentChildren }, { why: string | null }> {
  override state = { why: null };
  static override getDerivedStateFromError = (thrown: unknown) => ({ why: String(thrown) });
  override render() {
    return this.state.why === null ? this.props.children
      : <p class="card grave" role="alert">{say_here("not_shown", { name: this.props.name, why: this.state.why })}</p>;
  }
}

function Licences() {
  const [text, set_text] = useState("");
  return (
    <details class="raw" onToggle={(event) => { if (event.currentTarget.open && !text) void unpacked("licences").then(set_text); }}>
      <summary>{say_here("licences")}</summary>
      {text && <pre tabIndex={0} role="region" aria-label={say_here("licences")} lang="en">{text}</pre>}
    </details>
  );
}

function Page(props: { preferred: Language }) {
  const [language, set_language] = useState(props.preferred);
  const [files, set_files] = useState<GivenFile[]>([]);
  const [known, set_known] = useState(nothing_known);
  const [ready, set_ready] = useState(false);
  const [trouble, set_trouble] = useState<string | null>(null);
  const [choices, set_choices] = useState(no_choices);
  const { place, go } = use_place();
  choose_language(language);
  useEffect(() => {
    program.ready.then(() => { set_ready(true); performance.mark("ready"); },
      (error: Error) => set_trouble(say_here("not_started", { why: error.message })));
  }, []);
  useEffect(() => {
    void program.ask(["choices", "--lang", language], []).then(({ out }) => set_choices(JSON.parse(out) as Choices)).catch(() => {});
  }, [language]);
  const { answers, reading } = use_answers(files, known, language);
  const documents = answers.flatMap((answer) => answer.documents);
  const at = place.document < documents.length ? place.document : 0;
  const document = documents[at];
  const add = (list: File[]) => { if (list.length > 0) void given(list, files).then(set_files); };
  return (
    <>
      <header>
        <Settings language={language} set_language={set_language} />
        <h1>{say_here("question_of_page")}</h1>
        <p>{say_here("nothing_is_sent")}</p>
      </header>
      <main>
        <Drop add={add} ready={ready} trouble={trouble} small={files.length > 0} />
        <FileList files={files} set={set_files} known={known} know={set_known} />
        <Knowledge known={known} set={set_known} choices={choices} />
        <Results answers={answers} reading={reading} at={at} go={go} language={language}
          annotate={(of) => save_annotated(of, files, known, language)} />
        {document && (
          <Guarded key={`${document.input.name} ${language}`} name={document.input.name}>
            <Report document={document} item={place.item} go={(item) => go(at, item)} />
          </Guarded>
        )}
      </main>
      <footer><Licences /></footer>
    </>
  );
}

// A file that misses its place is not opened in place of the page.
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
const page = document.getElementById("page");
if (page) {
  page.textContent = "";
  render(<Page preferred={preferred_language()} />, page);
  performance.mark("shown");
}
