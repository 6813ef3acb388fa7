// Certificates as a tree: an issuer, and below it what it issued, up to what the client trusts.
import type { Certificate, Fact, Judged, Need } from "./contract";
import { common_name, sure_or_not, tls_time } from "./parts";
import { say } from "./words";

interface Node {
  name: string; certificate?: Certificate; depth?: number | undefined; times?: number; stored?: boolean; missing?: boolean; fault?: boolean; below: Node[];
}

const own_issuer = (c: Certificate) => c.subject !== undefined && c.subject === c.issuer;

// The depth of each on the way up from the leaf, which is sent first: as the report counts, whatever the order and
// however often one is sent. Certificates beside that way have none.
function depths_of(chain: Certificate[]): Map<Certificate, number> {
  const depths = new Map<Certificate, number>();
  let at = chain[0];
  while (at && !depths.has(at)) {
    depths.set(at, depths.size);
    const { issuer } = at;
    at = own_issuer(at) ? undefined : chain.find((other) => other.subject === issuer && !depths.has(other));
  }
  return depths;
}

// Names alone link them here; whether signatures fit is what the report says. The one at fault is the one that the fact
// counts and names: both have to fit.
function tree_of(chain: Certificate[], trust: Certificate[] | null, fault: Fact | undefined, needs: Need[]): Node[] {
  const depths = depths_of(chain);
  const once = chain.filter((c, index) => chain.findIndex((other) => other.sha256 === c.sha256) === index);
  const nodes: Node[] = once.map((certificate) => {
    const name = common_name(certificate.subject);
    const depth = depths.get(certificate);
    const times = chain.filter((other) => other.sha256 === certificate.sha256).length;
    return { name, certificate, depth, times, fault: fault !== undefined && depth === fault.depth && fault.text.includes(name), below: [] };
  });
  const roots: Node[] = [];
  const above = new Map<string, Node>();
  const place = (node: Node, issuer: string | undefined, steps: number) => {
    const sent = nodes.find((other) => other !== node && other.certificate?.subject === issuer);
    if (sent) return void sent.below.push(node);
    if (issuer === undefined) return void roots.push(node);
    let known = above.get(issuer);
    if (!known) {
      const stored = trust?.find((c) => c.subject === issuer);
      const needed = needs.some((need) => need.subject === issuer);
      known = { name: common_name(issuer), certificate: stored, stored: stored !== undefined, missing: !stored, fault: needed, below: [] };
      above.set(issuer, known);
      if (stored && !own_issuer(stored) && steps > 0) place(known, stored.issuer, steps - 1);
      else roots.push(known);
    }
    known.below.push(node);
  };
  for (const node of nodes) {
    const certificate = node.certificate as Certificate;
    if (own_issuer(certificate)) roots.push(node);
    else place(node, certificate.issuer, 8);
  }
  return roots;
}

function Facts(props: { of: Certificate; name: string }) {
  const c = props.of;
  const day = (time: string | undefined) => (time ? time.slice(0, 10) : "?");
  return (
    <>
      <dl class="facts">
        {c.signature_algorithm && <div><dt>{say("signed_with")}</dt><dd>{c.signature_algorithm}</dd></div>}
        {c.key && <div><dt>{say("key")}</dt><dd>{c.key}</dd></div>}
        {c.not_after && <div><dt>{say("valid")}</dt><dd>{day(c.not_before)} – {day(c.not_after)}</dd></div>}
        {c.dns_names && c.dns_names.length > 0 && <div><dt>{say("names")}</dt><dd>{c.dns_names.join(", ")}</dd></div>}
      </dl>
      <details>
        <summary>{say("details", { name: props.name })}</summary>
        <dl class="facts">
          <div><dt>CN</dt><dd>{c.subject ?? "?"}</dd></div>
          <div><dt>{say("issuer")}</dt><dd>{c.issuer ?? "?"}</dd></div>
          <div><dt>{say("serial")}</dt><dd>{c.serial ?? "?"}</dd></div>
          {c.not_before && c.not_after && <div><dt>{say("valid")}</dt><dd>{tls_time(c.not_before)} – {tls_time(c.not_after)}</dd></div>}
          <div><dt>SHA-256</dt><dd>{c.sha256}</dd></div>
        </dl>
      </details>
    </>
  );
}

function Branch(props: { nodes: Node[]; fault: string }) {
  return (
    <ul>
      {props.nodes.map((node) => {
        const where = node.stored ? say("in_store") : node.missing ? say(node.fault ? "not_sent" : "not_sent_either")
          : node.depth === undefined ? say("beside_path") : say("depth", { n: node.depth });
        const name = `${node.fault ? `${props.fault}: ` : ""}${node.name}, ${where}`;
        return (
          <li aria-label={name} class={`${node.fault ? "fault" : ""} ${node.missing ? "missing" : ""} ${node.stored ? "stored" : ""}`}>
            <div class="certificate">
              <p class="subject">
                <b>{node.name}</b> <span class="place">{where}</span>
                {(node.times ?? 1) > 1 && <span class="place">{say("sent_times", { n: node.times ?? 1 })}</span>}
                {node.fault && <span class="mark bad">{props.fault}</span>}
                {node.certificate && own_issuer(node.certificate) && <span class="place">{say("self_signed")}</span>}
              </p>
              {node.certificate && <Facts of={node.certificate} name={node.name} />}
            </div>
            {node.below.length > 0 && <Branch nodes={node.below} fault={props.fault} />}
          </li>
        );
      })}
    </ul>
  );
}

// `trust`: null where nobody said what the client trusts.
export function Chain(props: { chain: Certificate[]; trust: Certificate[] | null; of: Judged; ours: boolean }) {
  if (props.chain.length === 0) return <p>{say("no_chain")}</p>;
  const fault = props.ours ? props.of.diagnosis?.evidence.find((fact) => fact.depth !== undefined) : undefined;
  const needs = props.ours ? props.of.remedies.flatMap((remedy) => remedy.needs ?? []) : [];
  return (
    <div class="tree">
      <Branch nodes={tree_of(props.chain, props.trust, fault, needs)} fault={sure_or_not(say("at_fault"), props.of.diagnosis?.confidence === "shown")} />
      {props.trust === null && <p class="hint">{say("store_unknown")}</p>}
    </div>
  );
}
