import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ResourceMonitor } from "./resource-monitor";
import { ComponentSite } from "./site";
import type { Value } from "./value";

/** A remote component that a program asks for. */
export interface ConstructionRequest {
  type: string;
  name: string;
  /** URN; empty: none. */
  parent: string;
  inputs: Record<string, Value>;
  /** Package -> reference of the provider for resources of it. */
  providers: Record<string, string>;
  /** URNs. */
  dependencies: string[];
  aliases: Alias[];
  protect?: boolean;
  retainOnDelete?: boolean;
  preview: boolean;
}

/** What came of it. */
export interface Construction {
  urn: string;
  outputs: Record<string, Value>;
}

/** A remote component: how its real provider builds it. */
export interface SimulatedComponent {
  /** Pulumi type token. */
  type: string;
  /**
   * Registers its children.
   * @throws Error for arguments that the real one refuses, or that are not simulated
   */
  build(site: ComponentSite): Promise<Record<string, Value>>;
}

/** Builds a component, whoever drives the cloud: the engine through a provider server, or SDK mocks. */
export async function construct(
  component: SimulatedComponent,
  monitor: ResourceMonitor,
  request: ConstructionRequest,
): Promise<Construction> {
  const site = await ComponentSite.open(monitor, request);
  const outputs = await component.build(site);
  await site.close(outputs);
  return { urn: site.urn, outputs };
}
