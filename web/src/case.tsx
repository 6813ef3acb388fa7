// One connection, or what one client would do: the verdict first, then why, what to change, and what shows it.
import type { Conversation, Document, Judged, Part, Verdict } from "./contract";
import { Chain } from "./chain";
import { Ladder } from "./ladder";
import { Choices, Offers } from "./offers";
import { CopyButton, Lines, Parts, Section, ends_text, label } from "./parts";
import { Remedies } from "./remedies";
import { say, say_word } from "./words";

export const is_conversation = (of: Conversation | Verdict): of is Conversation => "messages" in of;
const told_with_remedies = ["do_this", "then", "else"];
const of_remedies = ["check", "never"];
const elsewhere = [...told_with_remedies, ...of_remedies, "verdict", "not", "sure", "could_be", "chain"];

const parts_of = (of: Judged, names: string[]) => of.report.filter((part) => names.includes(part.part));

function title_of(of: Conversation | Verdict): string {
  if (!is_conversation(of)) return of.target ? `${of.client} → ${of.target}` : of.client;
  return `${[of.id, ends_text(of)].filter(Boolean).join(" · ")}${of.server_name ? ` (${of.server_name})` : ""}`;
}

function state_of(of: Conversation | Verdict): string {
  const outcome = is_conversation(of) ? of.outcome : of.accepted ? "established" : "failed";
  return outcome === "failed" ? of.diagnosis?.confidence ?? outcome : outcome;
}

function VerdictCard(props: { of: Conversation | Verdict }) {
  const { of } = props;
  const verdict = parts_of(of, ["verdict"]).flatMap((part) => part.lines);
  const confidence = of.diagnosis?.cause ? of.diagnosis.confidence : null;
  return (
    <section class={`verdict ${state_of(of)}`} aria-labelledby="verdict-title">
      <p class="which">{title_of(of)}</p>
      <h2 id="verdict-title">
        {verdict.map((line) => <span>{line.text} {line.mark && <span class="mark">{line.mark}</span>}</span>)}
      </h2>
      {confidence && <p class="certainty">{say_word("confidence_", confidence)}</p>}
      {parts_of(of, ["sure"]).map((part) => (
        <div class="decide">
          {confidence === "one_of" && <b>{label(say("would_decide"))}</b>}
          {part.lines.map((line) => <p>{line.text}</p>)}
        </div>
      ))}
    </section>
  );
}

function Candidates(props: { of: Judged; parts: Part[] }) {
  const all = props.of.diagnosis?.candidates ?? [];
  if (all.length < 2 && props.parts.length === 0) return null;
  // The report has the titles of all but the first, which is the cause itself.
  const titles = [props.of.diagnosis?.title, ...props.parts.flatMap((part) => part.lines.map((line) => line.text))];
  const told = titles.length === all.length;
  const reasons = all.map((candidate) => candidate.for.join("; "));
  const alike = all.length > 1 && reasons[0] !== "" && reasons.every((reason) => reason === reasons[0]);
  return (
    <Section id="candidates" title={say("candidates")}>
      {!told && props.parts.length > 0 && <Parts parts={props.parts} />}
      {all.length > 0 && <ul class="candidates">
        {all.map((candidate, index) => (
          <li>
            <b>{(told ? titles[index] : null) ?? candidate.cause}</b>
            {!alike && reasons[index] && <p><i>{label(say("speaks_for"))}</i>{reasons[index]}</p>}
            {candidate.against.length > 0 && <p><i>{label(say("speaks_against"))}</i>{candidate.against.join("; ")}</p>}
          </li>
        ))}
      </ul>}
      {alike && <p class="hint">{label(say("speaks_for_all"))}{reasons[0]}</p>}
    </Section>
  );
}

const chains_of = (of: Conversation | Verdict, document: Document) => (is_conversation(of)
  ? of.certificates
  : (document.certificates ?? []).map((chain) => ({ from: "server", chain })));

function Chains(props: { of: Conversation | Verdict; document: Document }) {
  const { of, document } = props;
  const chains = chains_of(of, document);
  if (chains.length === 0) return null;
  const trust = document.trust ?? null;
  return (
    <Section id="chain" title={say("chain")}>
      {chains.map((sent, index) => (
        <div>
          {chains.length > 1 && <h4>{say("chain_of", { from: say_word("", sent.from) })}</h4>}
          <Chain chain={sent.chain} trust={trust} of={of} ours={index === 0 || chains[0]?.from !== sent.from} />
        </div>
      ))}
    </Section>
  );
}

function offers_of(of: Conversation | Verdict, document: Document) {
  if (!of.client_offer) return null;
  if (is_conversation(of)) return <Choices of={of} offer={of.client_offer} />;
  return document.server_offer ? <Offers client={of.client_offer} server={document.server_offer} /> : null;
}

export function Case(props: { of: Conversation | Verdict; document: Document }) {
  const { of, document } = props;
  const seen = is_conversation(of);
  const facts = of.report.filter((part) => !elsewhere.includes(part.part));
  const not = parts_of(of, ["not"]);
  const advice = parts_of(of, of_remedies);
  const offers = offers_of(of, document);
  // What shows it stands beside what is said; of a text that shows nothing, what to change stands there.
  const shows = chains_of(of, document).length > 0 || (seen && (of.messages.length > 0 || of.display_filter));
  const remedies = (of.remedies.length > 0 || advice.length > 0) && (
    <Section id="remedies" title={say("remedies")}>
      <Remedies remedies={of.remedies} told={parts_of(of, told_with_remedies)} parts={advice} diagnosis={of.diagnosis} />
    </Section>
  );
  return (
    <article class="case">
      <VerdictCard of={of} />
      <div class={facts.length + of.remedies.length > 0 ? "grid" : "grid alone"}>
        <div class="column">
          {facts.length > 0 && <Section id="facts" title={say("facts")}><Parts parts={facts} />
            {seen && of.client_profile.text && <p class="hint">{of.client_profile.text}</p>}</Section>}
          <Candidates of={of} parts={parts_of(of, ["could_be"])} />
          {shows && remedies}
          {not.length > 0 && <Section id="not" title={say("ruled_out")}><Lines lines={not.flatMap((part) => part.lines)} /></Section>}
        </div>
        <div class="column">
          {!shows && remedies}
          {seen && of.messages.length > 0 && <Section id="ladder" title={say("ladder")}><Ladder of={of} /></Section>}
          <Chains of={of} document={document} />
          {seen && of.display_filter &&
            <Section id="filter" title={say("filter")}>
              <p class="filter"><code>{of.display_filter}</code> <CopyButton text={of.display_filter} name={say("copy_filter")} /></p>
            </Section>}
        </div>
      </div>
      {offers && <Section id="offers" title={say("offers")}>{offers}</Section>}
    </article>
  );
}
