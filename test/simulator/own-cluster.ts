import { SimulatedCloud, type SimulatedAwsSeed, type SimulatedResource } from "../../simulator/cloud";
import { create, type Inputs, type TypeName } from "./fixture";

/** An account that has nothing. */
export const emptyAccount: SimulatedAwsSeed = { cloud: "eks", account: "123456789012", region: "us-west-2" };

/** Zones of the subnets. */
export const zones = ["us-west-2a", "us-west-2b"] as const;

/** What a program makes in an account that has nothing, one after the other: a network, a cluster, its nodes. */
export class OwnCluster {
  readonly cloud = new SimulatedCloud(emptyAccount);
  private readonly made = new Map<string, SimulatedResource>();

  /** Creates a resource, and remembers it by its name. */
  add(type: TypeName, name: string, inputs: Inputs, provider?: string): SimulatedResource {
    const resource = create(this.cloud, type, name, inputs, provider);
    this.made.set(name, resource);
    return resource;
  }

  /** What was made under a name. */
  get(name: string): SimulatedResource {
    const resource = this.made.get(name);
    if (!resource) throw new Error(`nothing named ${name} was made`);
    return resource;
  }

  /** Deletes what was made under a name. */
  delete(name: string): void {
    const { type, id } = this.get(name);
    this.cloud.delete(type, id);
  }

  /** A VPC with its internet gateway, named `vpc` and `gateway`. */
  network(): this {
    const { id: vpcId } = this.add("Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
    this.add("InternetGateway", "gateway", { vpcId });
    return this;
  }

  /** A subnet. */
  subnet(name: string, third: number, inputs: Inputs = {}): SimulatedResource {
    const place = { vpcId: this.get("vpc").id, cidrBlock: `10.0.${third}.0/24`, availabilityZone: zones[0] };
    return this.add("Subnet", name, { ...place, ...inputs });
  }

  /** A route table and its association with a subnet, named after it. */
  route(subnet: string, target: Inputs): SimulatedResource {
    const routes = [{ cidrBlock: "0.0.0.0/0", ...target }];
    const { id: routeTableId } = this.add("RouteTable", `${subnet}-table`, { vpcId: this.get("vpc").id, routes });
    return this.add("RouteTableAssociation", `${subnet}-route`, { routeTableId, subnetId: this.get(subnet).id });
  }

  /** The network with a public subnet, and private ones in two zones that a NAT gateway lets out: `public`, `private`, `second`. */
  subnets(): this {
    this.network();
    this.subnet("public", 0);
    this.route("public", { gatewayId: this.get("gateway").id });
    const { id: allocationId } = this.add("Eip", "address", {});
    const { id: natGatewayId } = this.add("NatGateway", "nat", { allocationId, subnetId: this.get("public").id });
    this.subnet("private", 1);
    this.subnet("second", 2, { availabilityZone: zones[1] });
    for (const name of ["private", "second"]) this.route(name, { natGatewayId });
    return this;
  }

  /** The subnets with a cluster, named `cluster`. */
  cluster(inputs: Inputs = {}): this {
    this.subnets();
    const subnetIds = ["private", "second"].map((name) => this.get(name).id);
    this.add("Cluster", "cluster", {
      name: "own",
      roleArn: "arn:aws:iam::123456789012:role/eks",
      vpcConfig: { subnetIds },
      ...inputs,
    });
    return this;
  }

  /** Inputs of a node group that are accepted. */
  nodeGroupInputs(change: Inputs = {}): Inputs {
    return {
      ...{ clusterName: "own", nodeRoleArn: "arn:aws:iam::123456789012:role/node" },
      ...{ subnetIds: [this.get("private").id], scalingConfig: { minSize: 1, desiredSize: 1, maxSize: 2 } },
      ...change,
    };
  }

  /** Reference of a Kubernetes provider for the cluster. */
  kubernetes(): string {
    const { endpoint } = this.get("cluster").outputs;
    const kubeconfig = {
      "current-context": "it",
      contexts: [{ name: "it", context: { cluster: "it", user: "me" } }],
      clusters: [
        { name: "other", cluster: { server: "https://other.example.com" } },
        { name: "it", cluster: { server: endpoint as string } },
      ],
    };
    this.cloud.configure("own::1", { kubeconfig: JSON.stringify(kubeconfig) });
    return "own::1";
  }
}

/** Ids of everything that is left. */
export function left({ cloud }: OwnCluster): string[] {
  return [...cloud.resources.values()].map(({ id }) => id);
}
