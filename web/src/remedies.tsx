// What to change, best first: proof, whom it cuts off, and the steps for each product.
import { useState } from "preact/hooks";
import type { Diagnosis, Part, Remedy, Steps } from "./contract";
import { CopyButton, Parts, label } from "./parts";
import { say, say_word } from "./words";

// A longer list is opened by who wants it: what follows it would not be found.
const most_open = 12;

// As recipes write a step: what it is for or where it goes, what is to be typed, and a remark behind several blanks.
const remark = /^(.*?\S) {3,}(\S.*)$/s;
const file = /^(\S*[/.]\S*): {2}(.+)$/s;
const purpose = /^([^a-z$"`/\\][^"`/\\]*?(?:: |：))([a-z$][\w.$-]* .+)$/s;
const sentence = /^[^a-z/$<].*[.。:：]$/s;

interface Step { before: string; typed: string; remark: string; prose: boolean }

function step_of(text: string): Step {
  const [, all = text, said = ""] = remark.exec(text) ?? [];
  const [, where, setting] = file.exec(all) ?? [];
  const [, why, command] = sentence.test(all) ? [] : purpose.exec(all) ?? [];
  const typed = setting ?? command ?? all;
  return { before: where ? label(where) : why ?? "", typed, remark: said, prose: typed === text && sentence.test(text) };
}

// A line is not broken behind the hyphen of an option, where it would read as two words.
const unbroken = (typed: string) =>
  typed.split(/((?<=\s)-[\w-]{1,24})/).map((part, index) => (index % 2 === 1 ? <span class="option">{part}</span> : part));

function StepItem(props: { text: string; name: string }) {
  const { before, typed, remark, prose } = step_of(props.text);
  return (
    <li>
      <span class={prose ? "prose" : "step"}>
        {before && <span class="prose">{before.trimEnd()} </span>}{unbroken(typed)}{remark && <span class="prose hint"> {remark}</span>}
      </span>
      {!prose && <CopyButton text={typed} name={props.name} />}
    </li>
  );
}

function Product(props: { steps: Steps; open: boolean }) {
  const product = props.steps.title || props.steps.product;
  return (
    <details class="product" open={props.open}>
      <summary>{product}</summary>
      <ol>
        {props.steps.text.map((step, index) => <StepItem text={step} name={say("copy_step", { step: index + 1, product })} />)}
      </ol>
      <CopyButton text={props.steps.text.join("\n")} name={say("copy_all", { product })} label={say("copy_everything")} />
    </details>
  );
}

function Proof(props: { remedy: Remedy; title: string | null }) {
  const r = props.remedy;
  if (!r.after) return <p class="hint">{say("not_played")}</p>;
  return (
    <dl class="proof" aria-label={say("proof")}>
      <div class="was"><dt>{say("before")}</dt><dd>{props.title ?? r.before}</dd></div>
      <div class="is"><dt>{say("after")}</dt><dd>{say("connects_with", { after: r.after })}{r.client ? ` (${r.client})` : ""}</dd></div>
    </dl>
  );
}

// What it is to the others (in place of the first, or after it) is what the report calls it.
function rank_of(r: Remedy, told: Part[], first: boolean): string {
  const part = told.find((each) => each.lines[0]?.text.includes(r.title));
  return part?.label ?? (first ? say("first_choice") : say("otherwise"));
}

function Change(props: { remedy: Remedy; told: Part[]; first: boolean; diagnosis: Diagnosis | null; product: string }) {
  const r = props.remedy;
  // A change that is made elsewhere, at the CA or the client, has steps for other products alone.
  const own = r.steps.filter(({ product }) => product === props.product);
  return (
    <article class={`remedy ${r.security}`}>
      <p class="rank">{rank_of(r, props.told, props.first)}</p>
      <h4>{r.title}</h4>
      <p class="chips">
        <span class="chip">{say_word("at_", r.where)}</span>
        <span class={`chip ${r.security}`}>{say_word("security_", r.security)}</span>
      </p>
      <Proof remedy={r} title={r.before === props.diagnosis?.cause ? props.diagnosis?.title ?? null : null} />
      {r.breaks.length > 0 && <p class="breaks"><b>{label(say("cuts_off"))}</b>{r.breaks.join(", ")}</p>}
      {r.breaks.length === 0 && r.after && !r.client && <p class="hint">{say("cuts_off_nobody")}</p>}
      {r.needs?.map((need) => (
        <p class="need"><b>{label(say("needs"))}</b>{need.subject}{need.url && <> · <code>{need.url}</code></>}
          {need.key_id && <> · <code>{need.key_id}</code></>}</p>
      ))}
      {r.steps.length > 0 && <div class="products" role="group" aria-label={say("steps")}>
        {own.length > 0
          ? own.map((steps) => <Product key={`own ${steps.product}`} steps={steps} open />)
          : r.steps.map((steps, index) =>
            <Product key={steps.product} steps={steps} open={props.first && index === 0 && steps.text.length <= most_open} />)}
      </div>}
    </article>
  );
}

// Which product the reader has is the same for all connections of a page.
let latest = "";

function use_product(remedies: Remedy[]) {
  const [chosen, set_chosen] = useState(latest);
  const titles = new Map(remedies.flatMap(({ steps }) => steps.map(({ product, title }): [string, string] => [product, title || product])));
  const choose = (product: string) => set_chosen(latest = product);
  return { product: titles.has(chosen) ? chosen : "", titles, choose };
}

// `told`: what the report says of each; `parts`: how to check it, and what never to do.
export function Remedies(props: { remedies: Remedy[]; told: Part[]; parts: Part[]; diagnosis: Diagnosis | null }) {
  const { product, titles, choose } = use_product(props.remedies);
  return (
    <div class="remedies">
      {titles.size > 1 && (
        <label class="choice">{say("product")}
          <select value={product} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{say("all_products")}</option>
            {[...titles].map(([id, title]) => <option value={id}>{title}</option>)}
          </select>
        </label>
      )}
      {props.remedies.map((remedy, index) =>
        <Change remedy={remedy} told={props.told} first={index === 0} diagnosis={props.diagnosis} product={product} />)}
      {props.parts.length > 0 && <Parts parts={props.parts} />}
    </div>
  );
}
