import { enumerate } from "../../reachability/describe";
import type { FlowVerdict, LayerVerdict } from "../../reachability/verdict";
import type { LlsInstallation } from "../../graph/lls-installation";
import type { JudgedInstallation } from "../judged-stack";
import type { Rule } from "../rule";
import { installationsIn, mediaPathDefaults, mediaPathSchema, type MediaPathConfig } from "./config";
import { shutsOutPerhapsMeant } from "./inferred-audience";
import { closingLayers } from "./layers";
import { ownerOf } from "./owners";
import { remedyOf } from "./remedies";

/** What tells rules about flows apart. */
export type FlowRuleTexts = Pick<Rule, "name" | "displayName" | "description" | "severity" | "remediationSteps">;

/**
 * A rule that flows are open. The verdicts are those of reachability. Closed and partial ones are violations, unknown ones are left to
 * media-path-known, as is a part of the internet that is shut out where nobody says the audience, and layers that another rule reports to that rule.
 * @param flows ids, as docs and plan show them
 */
export function flowRule(
  texts: FlowRuleTexts,
  flows: string[],
  settings: Partial<MediaPathConfig> = {},
): Rule<MediaPathConfig> {
  return {
    ...texts,
    level: "mandatory",
    configSchema: mediaPathSchema,
    defaults: { ...mediaPathDefaults, ...settings },
    check(stack, config, report) {
      for (const judged of installationsIn(stack, config)) {
        for (const message of messagesOf(judged, flows)) report(judged.found.urn, message);
      }
    },
  };
}

/** A flow that is not open, with the layers that the rule tells of. */
interface ClosedFlow {
  flow: FlowVerdict;
  layers: LayerVerdict[];
}

/** One message for flows that are closed by the same layers: many pools make many flows, and one mistake closes all. */
function messagesOf({ found, flows }: JudgedInstallation, ids: string[]): string[] {
  const alike = new Map<string, ClosedFlow[]>();
  for (const flow of flows) {
    if (!ids.includes(flow.id) || flow.need !== "required") continue;
    if (flow.verdict !== "closed" && flow.verdict !== "partial") continue;
    if (shutsOutPerhapsMeant(flow, found)) continue;
    const closing = closingLayers(flow);
    const layers = closing.filter((layer) => ownerOf(layer, flow, found) === undefined);
    if (closing.length > 0 && layers.length === 0) continue;
    const key = keyOf(flow, layers);
    alike.set(key, [...(alike.get(key) ?? []), { flow, layers }]);
  }
  return [...alike.values()].map((same) => messageOf(same, found));
}

/** What a flow has in common with others: everything but the places it leads from and to. */
function keyOf(flow: FlowVerdict, layers: LayerVerdict[]): string {
  const said = layers.flatMap(({ name, reason }) => [name, reason]);
  const placeless = said.map((text) => text.replaceAll(flow.from, "from").replaceAll(flow.to, "to"));
  return JSON.stringify([flow.id, flow.verdict, flow.protocol, flow.ports, placeless]);
}

function messageOf(same: ClosedFlow[], found: LlsInstallation): string {
  const [{ flow, layers }] = same as [ClosedFlow];
  const paths = enumerate(same.map(({ flow: { from, to } }) => `${from} → ${to}`));
  const sentences = layers.map((layer) => {
    const { name, verdict, code, reason } = layer;
    const remedy = remedyOf(layer, flow, found);
    const what = verdict === "closed" ? "Closed by" : "Closed in part by";
    const why = `${what} ${name}: ${withoutName(reason, name)}${code === null ? "" : ` [${code}]`}.`;
    return remedy === undefined ? why : `${why} Remedy: ${remedy}.`;
  });
  // Two layers that each let a part through can leave nothing.
  const together = flow.verdict === "closed" && layers.every(({ verdict }) => verdict !== "closed");
  return [
    `${flow.id} of installation ${found.name} is ${flow.verdict}: ${paths}, ${flow.protocol} ${flow.ports}.`,
    ...sentences,
    ...(together ? ["What its layers let through has nothing in common."] : []),
  ].join(" ");
}

/** Reasons of network security groups begin with the name of the layer. */
function withoutName(reason: string, name: string): string {
  const title = `${name.replace(/, (in|out)bound$/, "")}: `;
  return reason.startsWith(title) ? reason.slice(title.length) : reason;
}
