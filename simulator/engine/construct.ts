import { credentials } from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { construct, type ConstructionRequest } from "../component/construct";
import { Value } from "../component/value";
import { structOf, valuesOf } from "../structs";
import { simulatedComponent } from "../types";
import { unlimitedMessages } from "./messages";

/** Builds a remote component: its children are registered with the engine that asks for it. */
export async function constructForEngine(request: proto.ConstructRequest): Promise<proto.ConstructResponse> {
  const component = simulatedComponent(request.getType());
  const endpoint = request.getMonitorendpoint();
  const engine = new ResourceMonitorClient(endpoint, credentials.createInsecure(), unlimitedMessages);
  try {
    const { urn, outputs } = await construct(component, engine, requestOf(request));
    const wires = Object.entries(outputs).map(([key, { wire }]) => [key, wire] as const);
    const response = new proto.ConstructResponse().setUrn(urn).setState(structOf(Object.fromEntries(wires)));
    for (const [key, { sources }] of Object.entries(outputs)) {
      const edges = new proto.ConstructResponse.PropertyDependencies().setUrnsList([...sources]);
      response.getStatedependenciesMap().set(key, edges);
    }
    return response;
  } finally {
    engine.close();
  }
}

function requestOf(request: proto.ConstructRequest): ConstructionRequest {
  const edges = request.getInputdependenciesMap();
  const inputs = Object.entries(valuesOf(request.getInputs()));
  return {
    ...{ type: request.getType(), name: request.getName(), parent: request.getParent() },
    preview: request.getDryrun(),
    inputs: Object.fromEntries(inputs.map(([key, wire]) => [key, new Value(wire, edges.get(key)?.getUrnsList())])),
    providers: Object.fromEntries(request.getProvidersMap().entries()),
    dependencies: request.getDependenciesList(),
    aliases: request.getAliasesList(),
    ...(request.hasProtect() && { protect: request.getProtect() }),
    ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() }),
  };
}
