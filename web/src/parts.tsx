// Small things that several sections are made of.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { EndPoint, Line, Part, Place } from "./contract";
import { say } from "./words";

export const tls_time = (time: string) => time.replace("T", " ").replace(/\.?0*Z$/, " UTC");
export const common_name = (subject: string | undefined) => /(?:^|, ?)CN=((?:\\.|[^,])*)/.exec(subject ?? "")?.[1] ?? subject ?? "?";

export function place_text(place: Place): string {
  if (place.frame !== undefined) return say("frame", { n: place.frame });
  if (place.line !== undefined) return say("line", { n: place.line });
  if (place.question !== undefined) return say("question", { n: place.question });
  return "";
}

// An address with its port, as far as they are known.
export const end_text = ({ ip, port }: EndPoint) => (ip === null ? "?" : port === null ? ip : `${ip}:${port}`);
export const ends_text = (of: { client: EndPoint; server: EndPoint }) =>
  (of.client.ip === null && of.server.ip === null ? "" : `${end_text(of.client)} → ${end_text(of.server)}`);

// A text that introduces another.
export const label = (text: string) => `${text}${say("colon")}`;

export const sure_or_not = (what: string, proven: boolean) => (proven ? what : say("not_proven", { what }));

export function Section(props: { id: string; title: string; className?: string; children: ComponentChildren }) {
  return (
    <section id={props.id} class={`card ${props.className ?? ""}`} aria-labelledby={`${props.id}-title`}>
      <h3 id={`${props.id}-title`}>{props.title}</h3>
      {props.children}
    </section>
  );
}

export function Lines(props: { lines: Line[] }) {
  return (
    <ul class="lines">
      {props.lines.map((line) => (
        <li>
          <span class="said">{line.text}</span>
          {line.mark && <span class="mark">{line.mark}</span>}
          {place_text(line) && <span class="place">{place_text(line)}</span>}
        </li>
      ))}
    </ul>
  );
}

// A part of the report as the text has it: its label, and its lines.
export function Parts(props: { parts: Part[] }) {
  return (
    <dl class="parts">
      {props.parts.map((part) => (
        <div>
          <dt>{part.label}</dt>
          <dd><Lines lines={part.lines} /></dd>
        </div>
      ))}
    </dl>
  );
}

// A file that was opened from a disk may have no clipboard; the selection of a text field always has one.
async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

export function CopyButton(props: { text: string; name: string; label?: string }) {
  const [done, set_done] = useState(false);
  const click = async () => {
    await copy(props.text);
    set_done(true);
    setTimeout(() => set_done(false), 1500);
  };
  return (
    <button type="button" class="copy" aria-label={done ? say("copied") : props.name} onClick={click}>
      {done ? say("copied") : props.label ?? say("copy")}
    </button>
  );
}
