// The handshake as a ladder: time downwards, one rung for each message, both ends as its rails.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation, Message } from "./contract";
import { label, place_text, sure_or_not } from "./parts";
import { say, say_word } from "./words";

const row_height = 46;
const head = 46;

function what(message: Message): string {
  const bytes = message.bytes ?? 0;
  const count = message.count ?? 1;
  switch (message.kind) {
    case "open": return message.from === "client" ? say("opens") + (count > 1 ? ` ×${count}` : "") : say("accepts");
    case "close": return message.name === "rst" ? say("closes_rst") : say("closes_fin");
    case "encrypted": return say("encrypted_records", { count, bytes });
    case "alert": return message.name ?? say("encrypted_alert");
    case "plaintext": return say("plaintext", { bytes });
    case "lost": return say("lost", { bytes });
    case "cut": return say("cut", { name: message.name ?? "" });
    default: return message.name ?? message.kind;
  }
}

// What stands in doubt is called so here as well.
function state_of(m: Message, proven: boolean): string {
  return m.refused ? sure_or_not(say("refused_here"), proven) : m.last_in_clear ? say("last_in_clear") : m.ended ? say("ended_here") : "";
}

// Seconds since the first packet, as far as they are told.
function since(message: Message, start: number): string {
  if (!message.time || Number.isNaN(start)) return "";
  const seconds = (Date.parse(message.time) - start) / 1000 + Number(message.time.slice(23, 26)) / 1e6;
  return `+${Math.max(0, seconds) < 10 ? Math.max(0, seconds).toFixed(3) : seconds.toFixed(1)} s`;
}

function Rung(props: { message: Message; index: number; width: number; left: number; right: number; start: number; proven: boolean }) {
  const { message, left, right, width } = props;
  const top = head + props.index * row_height;
  const middle = top + 30;
  const to_server = message.from === "client";
  const [from, to] = to_server ? [left, right] : [right, left];
  const gap = message.kind === "lost" || message.kind === "cut";
  const grave = message.kind === "alert" || message.name === "rst";
  const state = state_of(message, props.proven);
  const text = what(message);
  const name = say("row_name", { place: place_text(message), from: say(message.from), what: text });
  const classes = ["rung", message.encrypted ? "encrypted" : "", gap ? "gap" : "", grave ? "grave" : "",
    message.refused ? "refused" : "", message.last_in_clear ? "last" : "", message.ended ? "ended" : ""].join(" ");
  const tip = to_server ? to - 2 : to + 2;
  const wing = to_server ? tip - 8 : tip + 8;
  return (
    <g role="listitem" class={classes} aria-label={state ? `${name}. ${state}` : name}>
      <rect class="band" x="0" y={top + 3} width={width} height={row_height - 6} rx="4" />
      <text class="time" x="4" y={middle + 4}>{since(message, props.start)}</text>
      <text class="what" x={(left + right) / 2} y={middle - 9} text-anchor="middle">
        {message.encrypted && message.kind === "handshake" ? `${text} (${say("encrypted")})` : text}
      </text>
      {gap
        ? <rect class="hole" x={left + 6} y={middle - 4} width={right - left - 12} height="9" />
        : <>
            <line class="shaft" x1={from} x2={tip} y1={middle} y2={middle} />
            <path class="head" d={`M${tip} ${middle} L${wing} ${middle - 5} L${wing} ${middle + 5} Z`} />
          </>}
      {message.ended && <path class="cross" d={`M${from - 6} ${middle - 6} l12 12 m0 -12 l-12 12`} />}
      {/* the place where a packet, a line or a question can be looked up */}
      <text class="frame" x={width - 4} y={middle + 4} text-anchor="end">{place_number(message)}</text>
    </g>
  );
}

const place_number = (m: Message) => (m.frame ?? m.line ?? m.question ?? "") === "" ? "" : `#${m.frame ?? m.line ?? m.question}`;

export function Ladder(props: { of: Conversation }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, set_width] = useState(640);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => set_width(Math.max(280, Math.floor(element.clientWidth))));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const messages = props.of.messages;
  const proven = props.of.diagnosis?.confidence === "shown";
  const narrow = width < 460;
  const left = narrow ? 62 : 84;
  const right = width - (narrow ? 42 : 64);
  const height = head + messages.length * row_height + 10;
  const begun = props.of.start ?? "";
  const start = Date.parse(begun) + Number(begun.slice(23, 26)) / 1000;
  return (
    <div class="ladder" ref={box}>
      <svg role="list" aria-label={say("ladder")} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <g aria-hidden="true">
          <text class="end" x={left} y="22" text-anchor="middle">{say("client")}</text>
          <text class="end" x={right} y="22" text-anchor="middle">{say("server")}</text>
          <line class="rail" x1={left} x2={left} y1="32" y2={height} />
          <line class="rail" x1={right} x2={right} y1="32" y2={height} />
        </g>
        {messages.map((message, index) => (
          <Rung message={message} index={index} width={width} left={left} right={right} start={start} proven={proven} />
        ))}
      </svg>
      <ul class="legend">
        {messages.filter((m) => state_of(m, proven)).map((m) => (
          <li class={m.last_in_clear ? "last" : ""}>
            {label(state_of(m, proven))}<b>{what(m)}</b>{[say_word("", m.from), place_text(m)].filter(Boolean).map((text) => say("comma") + text)}
          </li>
        ))}
      </ul>
    </div>
  );
}
