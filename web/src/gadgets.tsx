// Gadgets of a layout as the desktop shows them: tab by tab, each in its place.
import type { Document, Gadget } from "./contract";
import { say, say_word } from "./words";

const state_of = (g: Gadget) => (g.loads === true ? "established" : g.loads === false ? "failed" : "undetermined");

// A server that could not be asked has no verdict: what stood in the way is all that is known of its gadgets.
function about(g: Gadget, document: Document): string {
  const said = document.report?.map(({ lines }) => lines[0]?.text ?? "").find((text) => g.target !== null && text.startsWith(g.target));
  const trouble = g.why === null && g.loads === false ? said?.slice(g.target?.length).replace(/^[:：]\s*/, "") : undefined;
  const fetched = g.source === "server" ? trouble ?? say_word("gadget_is_", g.gadget) : say_word("source_", g.source);
  return [g.target, fetched, g.detail].filter(Boolean).join(" · ");
}

export function Gadgets(props: { document: Document; choose: (key: string) => void }) {
  const tabs = new Map<string, Gadget[]>();
  for (const gadget of props.document.gadgets ?? []) {
    const tab = [gadget.role, gadget.tab].filter(Boolean).join(" · ") || say("no_tab");
    tabs.set(tab, [...(tabs.get(tab) ?? []), gadget]);
  }
  return (
    <section class="card gadgets" aria-labelledby="gadgets-title">
      <h2 id="gadgets-title">{say("gadgets")}</h2>
      {[...tabs].map(([tab, gadgets]) => (
        <div class="tab">
          <h3>{tab}</h3>
          <ul>
            {gadgets.map((g) => (
              <li class={state_of(g)}>
                <p><span class={`state ${state_of(g)}`}>
                  {say(g.loads === true ? "gadget_loads" : g.loads === false ? "gadget_fails" : "gadget_open")}</span>
                  {g.disabled && <span class="place">{say("gadget_disabled")}</span>}
                  <span class="place">{say("line", { n: g.line })}</span></p>
                <p class="url">{g.url}</p>
                <p class="hint">{about(g, props.document)}</p>
                {g.why !== null && <button type="button" class="link" aria-label={`${say("gadget_why")}: ${g.url}`}
                  onClick={() => props.choose(String(g.why))}>{say("gadget_why")}</button>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
