// What to change, best first: proof, whom it cuts off, and the steps for each product.
import type { Diagnosis, Part, Remedy, Steps } from "./contract";
import { CopyButton, Parts } from "./parts";
import { say, say_word } from "./words";

// A longer list is opened by who wants it: what follows it would not be found.
const most_open = 12;

function Product(props: { steps: Steps; open: boolean }) {
  const product = props.steps.title || props.steps.product;
  return (
    <details class="product" open={props.open}>
      <summary>{say("steps_for", { product })}</summary>
      <ol>
        {props.steps.text.map((step, index) => (
          <li>
            <span class="step">{step}</span>
            <CopyButton text={step} name={say("copy_step", { step: index + 1, product })} />
          </li>
        ))}
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

function Change(props: { remedy: Remedy; told: Part[]; first: boolean; diagnosis: Diagnosis | null }) {
  const r = props.remedy;
  return (
    <article class={`remedy ${r.security}`}>
      <p class="rank">{rank_of(r, props.told, props.first)}</p>
      <h4>{r.title}</h4>
      <p class="chips">
        <span class="chip">{say_word("at_", r.where)}</span>
        <span class={`chip ${r.security}`}>{say_word("security_", r.security)}</span>
      </p>
      <Proof remedy={r} title={r.before === props.diagnosis?.cause ? props.diagnosis?.title ?? null : null} />
      {r.breaks.length > 0 && <p class="breaks"><b>{say("cuts_off")}:</b> {r.breaks.join(", ")}</p>}
      {r.breaks.length === 0 && r.after && !r.client && <p class="hint">{say("cuts_off_nobody")}</p>}
      {r.needs?.map((need) => (
        <p class="need"><b>{say("needs")}:</b> {need.subject}{need.url && <> · <code>{need.url}</code></>}
          {need.key_id && <> · <code>{need.key_id}</code></>}</p>
      ))}
      {r.steps.map((steps, index) => <Product steps={steps} open={props.first && index === 0 && steps.text.length <= most_open} />)}
    </article>
  );
}

// `told`: what the report says of each; `parts`: how to check it, and what never to do.
export function Remedies(props: { remedies: Remedy[]; told: Part[]; parts: Part[]; diagnosis: Diagnosis | null }) {
  return (
    <div class="remedies">
      {props.remedies.map((remedy, index) => <Change remedy={remedy} told={props.told} first={index === 0} diagnosis={props.diagnosis} />)}
      {props.parts.length > 0 && <Parts parts={props.parts} />}
    </div>
  );
}
