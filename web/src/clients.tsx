// The matrix: what each client would do, one row each.
import { useMemo, useState } from "preact/hooks";
import type { Document, Verdict } from "./contract";
import { say, say_word } from "./words";

export const key_of = (verdict: Verdict, index: number) => String(verdict.id ?? index);

export function Clients(props: { document: Document; chosen: string | undefined; choose: (key: string) => void }) {
  const all = props.document.verdicts ?? [];
  const [text, set_text] = useState("");
  const [only, set_only] = useState("");
  const targets = all.some((v) => v.target);
  const shown = useMemo(() => all.map((verdict, index) => ({ verdict, key: key_of(verdict, index) })).filter(({ verdict }) =>
    (!text || `${verdict.client} ${verdict.target ?? ""} ${verdict.diagnosis?.title ?? ""} ${verdict.diagnosis?.cause ?? ""}`.toLowerCase().includes(text.toLowerCase())) &&
    (!only || verdict.accepted === (only === "yes")))
    .sort((a, b) => Number(a.verdict.accepted) - Number(b.verdict.accepted)), [all, text, only]);
  return (
    <section class="card clients" aria-labelledby="clients-title">
      <h2 id="clients-title">{say("clients")}</h2>
      <div class="filters" role="search">
        <label class="wide">{say("search_clients")}
          <input type="search" value={text} onInput={(event) => set_text(event.currentTarget.value)} />
        </label>
        <label>{say("outcome")}
          <select value={only} onChange={(event) => set_only(event.currentTarget.value)}>
            <option value="">{say("all")}</option>
            <option value="yes">{say("would_connect")}</option>
            <option value="no">{say("would_not")}</option>
          </select>
        </label>
        <span class="count" role="status">{say("shown_of", { shown: shown.length, all: all.length })}</span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label={say("client_table")}>
        <table>
          <thead><tr>
            <th scope="col">{say("client")}</th>
            {targets && <th scope="col">{say("target")}</th>}
            <th scope="col">{say("outcome")}</th><th scope="col" class="more">{say("version_suite")}</th>
            <th scope="col" class="more">{say("refuser")}</th><th scope="col" class="more">{say("alert")}</th><th scope="col">{say("reason")}</th>
          </tr></thead>
          <tbody>
            {shown.map(({ verdict: v, key }) => (
              <tr key={key} class={v.accepted ? "established" : "failed"}>
                <th scope="row"><button type="button" class="link" aria-current={key === props.chosen ? "true" : undefined}
                  onClick={() => props.choose(key)}>{v.client}</button></th>
                {targets && <td>{v.target}</td>}
                <td><span class={`state ${v.accepted ? "established" : "failed"}`}>{v.accepted ? say("would_connect") : say("would_not")}</span></td>
                <td class="more">{v.accepted ? [v.protocol, v.cipher_suite].filter(Boolean).join(", ") : "–"}</td>
                <td class="more">{v.accepted ? "–" : say_word("", v.refuser)}</td>
                <td class="more">{v.alert ?? "–"}</td>
                <td>{v.diagnosis?.title ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
