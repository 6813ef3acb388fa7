// What each side could have agreed to, laid beside each other.
import type { Conversation, Offer } from "./contract";
import { say } from "./words";

const kinds = ["versions", "cipher_suites", "groups", "signature_schemes", "alpn"] as const;

function List(props: { title: string; values: string[]; empty?: string; className: string }) {
  return (
    <div class={props.className}>
      <h5>{props.title}</h5>
      {props.values.length === 0
        ? <p class="empty">{props.empty ?? "–"}</p>
        : <ul>{props.values.map((value) => <li>{value}</li>)}</ul>}
    </div>
  );
}

export function Offers(props: { client: Offer; server: Offer }) {
  return (
    <div class="offers">
      {kinds.filter((kind) => props.client[kind].length + props.server[kind].length > 0).map((kind) => {
        const [client, server] = [props.client[kind], props.server[kind]];
        const common = client.filter((value) => server.includes(value));
        const none = common.length === 0 && client.length > 0 && server.length > 0;
        return (
          <div class="offer">
            <h4>{say(kind)}</h4>
            <div class="columns">
              <List className="one" title={say("only_client")} values={client.filter((v) => !server.includes(v))} />
              <List className={none ? "common none" : common.length === 0 ? "one" : "common"} title={say("in_common")} values={common}
                empty={none ? say("nothing_in_common") : undefined} />
              <List className="one" title={say("only_server")} values={server.filter((v) => !client.includes(v))} />
            </div>
          </div>
        );
      })}
    </div>
  );
}

// Of a connection that was seen the server's whole offer is not known: its choice is.
export function Choices(props: { of: Conversation; offer: Offer }) {
  const c = props.of;
  const chosen = { versions: c.version, cipher_suites: c.cipher_suite, groups: c.group, signature_schemes: c.signature_scheme, alpn: c.alpn };
  return (
    <div class="offers">
      {kinds.filter((kind) => props.offer[kind].length > 0 || chosen[kind]).map((kind) => {
        const choice = chosen[kind];
        const offered = choice !== null && props.offer[kind].includes(choice);
        return (
          <div class="offer">
            <h4>{say(kind)}</h4>
            <div class="columns two">
              <div class="one">
                <h5>{say("client_offers")}</h5>
                <ul>{props.offer[kind].map((value) => <li class={value === choice ? "chosen" : ""}>{value}</li>)}</ul>
              </div>
              <List className={choice === null ? "one" : offered ? "common" : "common none"} title={say("server_chose")}
                values={choice === null ? [] : [choice]} empty={say("not_chosen")} />
            </div>
          </div>
        );
      })}
    </div>
  );
}
