// Where files are given, and what else is known is said.
import { useRef, useState } from "preact/hooks";
import { type GivenFile, type Known, type Role, roles } from "./given";
import { say_here } from "./words";

export interface Choice { id: string; title: string }
export interface Choices { clients: Choice[]; products: Choice[]; stores: Choice[] }

// `small`: files were given, and what is said of them comes first.
export function Drop(props: { add: (files: File[]) => void; ready: boolean; trouble: string | null; small: boolean }) {
  const [over, set_over] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    set_over(false);
    props.add([...event.dataTransfer?.files ?? []]);
  };
  return (
    <section class={`card drop ${over ? "over" : ""} ${props.small ? "small" : ""}`} aria-labelledby="drop-title" onDrop={dropped}
      onDragOver={(event) => { event.preventDefault(); set_over(true); }} onDragLeave={() => set_over(false)}>
      <h2 id="drop-title">{say_here("drop_here")}</h2>
      {!props.small && <p>{say_here("what_can_be_given")}</p>}
      <p><button type="button" class="pick" onClick={() => picker.current?.click()}>{say_here("choose_files")}</button>
        <input ref={picker} type="file" id="files" multiple hidden onChange={(event) => {
          const files = [...event.currentTarget.files ?? []];
          event.currentTarget.value = "";
          props.add(files);
        }} /></p>
      <p class={props.trouble ? "grave" : "hint"} role="status">{props.trouble ?? say_here(props.ready ? "ready" : "unpacking")}</p>
    </section>
  );
}

function Check(props: { label: string; value: boolean; set: (value: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.value} onChange={(event) => props.set(event.currentTarget.checked)} />{props.label}
    </label>
  );
}

export function FileList(props: { files: GivenFile[]; set: (files: GivenFile[]) => void; known: Known; know: (known: Known) => void }) {
  const { files, set, known, know } = props;
  if (files.length === 0) return null;
  return (
    <section class="card" aria-labelledby="files-title">
      <h2 id="files-title">{say_here("files")}</h2>
      <ul class="given">
        {files.map((each) => (
          <li key={each.name}>
            <span class="name">{each.name}</span>
            <select aria-label={say_here("role_of", { name: each.name })} value={each.role} onChange={(event) => {
              const role = event.currentTarget.value as Role;
              set(files.map((other) => (other === each ? { ...each, role } : other)));
            }}>
              {roles.map((role) => <option value={role}>{say_here(`role_${role}`)}</option>)}
            </select>
            <button type="button" aria-label={say_here("remove_file", { name: each.name })}
              onClick={() => set(files.filter((other) => other !== each))}>{say_here("remove")}</button>
          </li>
        ))}
      </ul>
      {files.filter(({ role }) => role === "evidence").length > 1 &&
        <Check label={say_here("known_together")} value={known.together} set={(together) => know({ ...known, together })} />}
    </section>
  );
}

function Select(props: { label: string; none: string; choices: Choice[]; value: string; set: (id: string) => void }) {
  return (
    <label>{props.label}
      <select value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        <option value="">{props.none}</option>
        {props.choices.map(({ id, title }) => <option value={id}>{title === id ? id : `${title} (${id})`}</option>)}
      </select>
    </label>
  );
}

export function Knowledge(props: { known: Known; set: (known: Known) => void; choices: Choices }) {
  const { known, set, choices } = props;
  const text = (label: string, key: "host" | "at" | "password", type = "text", placeholder = "") => (
    <label>{label}
      <input type={type} value={known[key]} placeholder={placeholder} autocomplete="off" spellcheck={false}
        onChange={(event) => set({ ...known, [key]: event.currentTarget.value })} />
    </label>
  );
  return (
    <details class="card">
      <summary>{say_here("what_is_known")}</summary>
      <div class="fields">
        <Select label={say_here("known_client")} none={say_here("known_client_none")} choices={choices.clients} value={known.client}
          set={(client) => set({ ...known, client })} />
        <Select label={say_here("known_store")} none={say_here("known_store_none")} choices={choices.stores} value={known.store}
          set={(store) => set({ ...known, store })} />
        {text(say_here("known_host"), "host")}
        {text(say_here("known_at"), "at", "text", "2027-01-31T12:00:00Z")}
        {text(say_here("known_password"), "password", "password")}
        <Select label={say_here("known_product")} none={say_here("known_product_none")} choices={choices.products} value={known.product}
          set={(product) => set({ ...known, product })} />
        <Check label={say_here("known_all")} value={known.all} set={(all) => set({ ...known, all })} />
        <Check label={say_here("known_redact")} value={known.redact} set={(redact) => set({ ...known, redact })} />
      </div>
    </details>
  );
}
