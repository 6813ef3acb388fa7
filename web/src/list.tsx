// Many connections: filters, and only those rows that can be seen are made.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Conversation, Document } from "./contract";
import { ends_text } from "./parts";
import { say, say_word, language } from "./words";

// All rows are equally high, so that one is found without making those before it: on a narrow screen three lines each.
const narrow = matchMedia("(max-width: 620px)");
const rows_made = 20;  // more than are ever seen at once

const searched = (c: Conversation) =>
  `${c.id} ${ends_text(c)} ${c.server_name ?? ""} ${c.diagnosis?.cause ?? ""} ${c.diagnosis?.title ?? ""}`.toLowerCase();

function Choice(props: { label: string; value: string; options: [string, string][]; choose: (value: string) => void }) {
  return (
    <label>{props.label}
      <select value={props.value} onChange={(event) => props.choose(event.currentTarget.value)}>
        <option value="">{say("all")}</option>
        {props.options.map(([value, text]) => <option value={value}>{text}</option>)}
      </select>
    </label>
  );
}

export function Connections(props: { document: Document; chosen: string | undefined; choose: (id: string) => void }) {
  const all = props.document.conversations ?? [];
  const [text, set_text] = useState("");
  const [outcome, set_outcome] = useState("");
  const [cause, set_cause] = useState("");
  const [scrolled, set_scrolled] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const [row_height, set_row_height] = useState(narrow.matches ? 104 : 56);
  useEffect(() => {
    const turned = () => set_row_height(narrow.matches ? 104 : 56);
    narrow.addEventListener("change", turned);
    return () => narrow.removeEventListener("change", turned);
  }, []);
  const words = useMemo(() => all.map(searched), [all]);
  const causes = useMemo(() => {
    const titles = new Map<string, string>();
    for (const c of all) if (c.diagnosis?.cause) titles.set(c.diagnosis.cause, c.diagnosis.title ?? c.diagnosis.cause);
    return [...titles];
  }, [all]);
  const outcomes = useMemo(() => [...new Set(all.map((c) => c.outcome))], [all]);
  const shown = useMemo(() => all.filter((c, index) =>
    (!text || words[index]?.includes(text.toLowerCase())) && (!outcome || c.outcome === outcome) && (!cause || c.diagnosis?.cause === cause)),
    [all, text, outcome, cause]);
  const first = Math.max(0, Math.floor(scrolled / row_height) - 4);
  const some = shown.slice(first, first + rows_made);

  // Up and down go through the list as in any list, Home and End to its ends.
  const key = (event: KeyboardEvent, index: number) => {
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: shown.length - 1 }[event.key];
    const next = to === undefined ? undefined : shown[to];
    if (to === undefined || !next || !box.current) return;
    event.preventDefault();
    const top = to * row_height;
    if (top < box.current.scrollTop || top + row_height > box.current.scrollTop + box.current.clientHeight) box.current.scrollTop = top;
    set_scrolled(box.current.scrollTop);
    props.choose(next.id);
    setTimeout(() => document.getElementById(`row-${next.id}`)?.focus(), 30);
  };

  return (
    <section class="card connections" aria-labelledby="connections-title" lang={language()}>
      <h2 id="connections-title">{say("connections")}</h2>
      <div class="filters" role="search">
        <label class="wide">{say("search")}
          <input type="search" value={text} onInput={(event) => { set_text(event.currentTarget.value); set_scrolled(0); }} />
        </label>
        <Choice label={say("outcome")} value={outcome} options={outcomes.map((o) => [o, say_word("", o)])} choose={set_outcome} />
        <Choice label={say("cause")} value={cause} options={causes} choose={set_cause} />
        <span class="count" role="status">{say("shown_of", { shown: shown.length, all: all.length })}</span>
      </div>
      <div class="rows" ref={box} onScroll={(event) => set_scrolled(event.currentTarget.scrollTop)}>
        <div class="tall" ref={(element) => { if (element) element.style.height = `${shown.length * row_height}px`; }}>
          <ul ref={(element) => { if (element) element.style.transform = `translateY(${first * row_height}px)`; }}>
            {some.map((c, index) => (
              <li key={c.id}>
                <button type="button" id={`row-${c.id}`} class={`row ${c.outcome}`} aria-current={c.id === props.chosen ? "true" : undefined}
                  onClick={() => props.choose(c.id)} onKeyDown={(event) => key(event, first + index)}>
                  <span class="line"><b>{c.id}</b> <span>{ends_text(c)}</span></span>
                  <span class="line"><span class={`state ${c.outcome}`}>{say_word("", c.outcome)}</span> <span>{c.diagnosis?.title ?? c.server_name ?? ""}</span></span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
