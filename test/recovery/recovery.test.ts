import { describe, expect, it } from "vitest";
import type { CloudObject } from "../../recovery/cloud-object";
import { kindOf, objectKinds, unseenTypes } from "../../recovery/kinds";
import type { Recovery, RecoveryInput } from "../../recovery/recovery";
import { nameOf } from "../../recovery/stack-state";
import { commandsOf, creating, installations, installed, recoveryOf, resourceOf, type Installed } from "./installed";

const names = Object.keys(installations);
const refresh = "pulumi refresh --clear-pending-creates --yes --non-interactive --stack dev";

function judged(installation: Installed, changes: Partial<RecoveryInput> = {}): Recovery {
  return recoveryOf({ ...installation, ...changes });
}

function importLine({ state }: Installed, { type, id }: CloudObject): string {
  const { urn, parent, provider } = state.resources.find((resource) => resource.type === type && resource.id === id)!;
  const quoted = (text: string): string => (/\$/.test(text) ? `'${text}'` : text);
  return [
    `pulumi import ${type} ${nameOf(urn)} ${id} --parent ${quoted(`parent=${parent}`)}`,
    `--provider ${quoted(`provider=${provider!.slice(0, provider!.lastIndexOf("::"))}`)}`,
    "--protect=false --generate-code=false --yes --stack dev",
  ].join(" ");
}

describe.each(names)("%s", (name) => {
  it("has nothing to recover where nothing was interrupted", async () => {
    expect(judged(await installed(name))).toEqual({
      ...{ lock: { state: "free" }, pending: [], orphans: [], missing: [], unread: [], notes: [], steps: [] },
    });
  });

  it("has all that it made recognised as its own, and as no other stack's or cluster's", async () => {
    const installation = await installed(name);
    const made = installation.state.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));
    for (const { type } of made) expect(unseenTypes.includes(type) || kindOf(type), type).toBeTruthy();
    const forgotten = { resources: [], pending: [] };
    expect(judged(installation, { state: forgotten }).orphans).toHaveLength(
      made.filter(({ type }) => kindOf(type)).length,
    );
    const { owner, cluster } = installation.owner;
    for (const other of [`${owner}-2`, "nvcf-lls/de", "other/dev"]) {
      expect(judged(installation, { state: forgotten, owner: { owner: other, cluster } }).orphans).toEqual([]);
    }
    // Kubernetes and network security groups are the cluster's own; elsewhere a cluster is one of many.
    const elsewhere = judged(installation, { state: forgotten, owner: { owner, cluster: "other" } }).orphans;
    expect(elsewhere.filter(({ type }) => /^aws:|PublicIPAddress$/.test(type))).toEqual([]);
  });

  it("takes each thing that a killed program had made into the state, under its own name", async () => {
    const installation = await installed(name);
    for (const object of installation.cloud.objects) {
      const { urn } = resourceOf(installation, object);
      const found = judged(installation, { state: creating(installation.state, [urn]) });
      const repeated = kindOf(object.type)!.isRepeatable;
      expect(found.orphans.map(({ id, action, urn: as }) => ({ id, action, as }))).toEqual([
        { id: object.id, action: repeated ? "repeat" : "import", as: urn },
      ]);
      expect(commandsOf(found)).toEqual([...(repeated ? [] : [importLine(installation, object)]), refresh]);
    }
  });

  it("takes all of them together, each under its own name, though a plan knows none of their ids", async () => {
    const installation = await installed(name);
    const objects = installation.cloud.objects;
    const urns = objects.map((object) => resourceOf(installation, object).urn);
    const found = judged(installation, { state: creating(installation.state, urns) });
    const lines = objects
      .filter(({ type }) => !kindOf(type)!.isRepeatable)
      .map((object) => importLine(installation, object));
    expect(commandsOf(found).sort()).toEqual([...lines, refresh].sort());
    expect(commandsOf(found).at(-1)).toBe(refresh);
  });

  it("takes them where nothing can be planned, as far as the state tells what was under way", async () => {
    const installation = await installed(name);
    const planned = { unknown: "the cluster is gone" };
    for (const object of installation.cloud.objects) {
      const state = creating(installation.state, [resourceOf(installation, object).urn]);
      const known = judged(installation, { state, planned });
      expect(known.orphans.map(({ action }) => action)).toEqual([
        kindOf(object.type)!.isRepeatable ? "repeat" : "import",
      ]);
      expect(known.notes).toEqual(["What the program wants could not be planned: the cluster is gone"]);

      const forgotten = judged(installation, { state: { ...state, pending: [] }, planned });
      if (kindOf(object.type)!.title === "Helm release") continue; // ours by its namespace
      expect(forgotten.orphans).toMatchObject([
        {
          action: "wait",
          reason: expect.stringMatching(/^what the program wants is not known$|uses it, which is in the/),
        },
      ]);
      expect(commandsOf(forgotten)).toEqual([]);
    }
  });

  it("asks for each resource anew of which nothing is found, and makes nothing of a relation", async () => {
    const installation = await installed(name);
    for (const object of installation.cloud.objects) {
      const { urn, id } = resourceOf(installation, object);
      const objects = installation.cloud.objects.filter((other) => other !== object);
      const found = judged(installation, { cloud: { objects, unread: [] } });
      expect(found.missing).toEqual([{ urn, id }]);
      expect(commandsOf(found)).toEqual(["pulumi refresh --skip-pending-creates --yes --non-interactive --stack dev"]);
    }
  });

  it("says nothing of what could not be read, and keeps the record of it", async () => {
    const installation = await installed(name);
    for (const { type } of installation.cloud.objects) {
      const objects = installation.cloud.objects.filter((other) => other.type !== type);
      const unread = [{ what: "A part", types: [type], reason: "denied" }];
      expect(judged(installation, { cloud: { objects, unread } })).toMatchObject({ missing: [], steps: [], unread });

      const urns = installation.state.resources.filter((resource) => resource.type === type).map(({ urn }) => urn);
      const found = judged(installation, { cloud: { objects, unread }, state: creating(installation.state, urns) });
      if (kindOf(type)!.isRepeatable) continue;
      expect(found.notes.filter((note) => /was made is not known/.test(note))).toHaveLength(urns.length);
      expect(commandsOf(found)).toEqual(["pulumi refresh --skip-pending-creates --yes --non-interactive --stack dev"]);
    }
  });
});

describe("a second one of what the state has", () => {
  const twins = objectKinds.filter(({ isNamed, isRepeatable }) => !isNamed && !isRepeatable).map(({ type }) => type);

  it.each(twins)("is deleted: %s", async (type) => {
    for (const name of names) {
      const installation = await installed(name);
      const [first] = installation.cloud.objects.filter((object) => object.type === type);
      if (!first) continue;
      const twin = { ...first, id: `${first.id}1` };
      const objects = [...installation.cloud.objects, twin];
      const found = judged(installation, { cloud: { objects, unread: [] } });
      expect(found.orphans).toMatchObject([
        { id: twin.id, action: "delete", reason: `the state has ${first.id} in its place` },
      ]);
      const lines = commandsOf(found);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line).toContain(twin.id);
        if (type.startsWith("aws:")) expect(line).toMatch(/^aws .* --region us-west-2$/);
      }
    }
  });

  it("goes with what stands on it, users first", async () => {
    const installation = await installed("EKS, with an Elastic IP, addresses and a pull secret");
    const aws = installation.cloud.objects.filter(({ type }) => type.startsWith("aws:"));
    const second = JSON.parse(
      aws.reduce((text, { id }) => text.replaceAll(JSON.stringify(id), JSON.stringify(`${id}1`)), JSON.stringify(aws)),
    ) as CloudObject[];
    const objects = [...installation.cloud.objects, ...second];
    const lines = commandsOf(judged(installation, { cloud: { objects, unread: [] } }));
    const verbs = lines.map((line) => line.split(" ").slice(1, 3).join(" ").replace("elbv2 wait", "wait"));
    expect([...new Set(verbs)]).toEqual([
      ...["elbv2 deregister-targets", "elbv2 delete-listener"],
      ...["ec2 revoke-security-group-egress", "ec2 revoke-security-group-ingress"],
      ...["elbv2 delete-load-balancer", "wait", "elbv2 delete-target-group"],
      ...["ec2 release-address", "ec2 delete-security-group"],
    ]);
    expect(lines.every((line) => /[0-9a-f]01\b|,Port=/.test(line))).toBe(true);
  });

  it("waits while something in the state uses it", async () => {
    const installation = await installed("EKS, with the defaults");
    const [group] = installation.cloud.objects.filter(({ type }) => type.endsWith(":SecurityGroup"));
    // The state has another group, and the load balancer still has this one.
    const state = {
      ...installation.state,
      resources: installation.state.resources.map((resource) =>
        resource.id === group!.id ? { ...resource, id: "sg-0b" } : resource,
      ),
    };
    const found = judged(installation, { state });
    expect(found.orphans).toMatchObject([{ id: group!.id, action: "wait", reason: /uses it, which is in the state$/ }]);
    expect(commandsOf(found).join()).not.toContain("delete");
  });

  it("is another one than what an earlier config wanted, which is deleted too", async () => {
    const installation = await installed("EKS, with the defaults");
    const [listener] = installation.cloud.objects.filter(({ type }) => type.endsWith(":Listener"));
    const other = { ...listener!, properties: { ...listener!.properties, port: 443 } };
    const state = creating(installation.state, [resourceOf(installation, listener!).urn]);
    const objects = installation.cloud.objects.map((object) => (object === listener ? other : object));
    expect(judged(installation, { state, cloud: { objects, unread: [] } }).orphans).toMatchObject([
      { id: other.id, action: "delete", reason: "the program wants none" },
    ]);
  });
});

describe("what stands half done", () => {
  const release = "kubernetes:helm.sh/v3:Release";
  const withStatus = (installation: Installed, status: string): Partial<Installed> => ({
    cloud: {
      objects: installation.cloud.objects.map((object) => (object.type === release ? { ...object, status } : object)),
      unread: [],
    },
  });
  const helm = (command: string): string =>
    `helm ${command} gdn-streaming --namespace gdn-streaming --wait --kube-apiserver https://cluster.example.com`;

  it.each(["pending-install", "failed", "uninstalling", "pending-upgrade"])(
    "is taken away, not imported: a release that is %s",
    async (status) => {
      const installation = await installed("EKS, with the defaults");
      const [object] = installation.cloud.objects.filter(({ type }) => type === release);
      const state = creating(installation.state, [resourceOf(installation, object!).urn]);
      const found = judged(installation, { state, ...withStatus(installation, status) });
      expect(found.orphans).toMatchObject([{ action: "delete", reason: `to Helm it is ${status}` }]);
      expect(commandsOf(found)).toEqual([helm("uninstall"), refresh]);
    },
  );

  it.each([
    ["pending-upgrade", "rollback"],
    ["pending-rollback", "rollback"],
    ["pending-install", "uninstall"],
  ])("is ended where the state has it: a release that is %s", async (status, command) => {
    const installation = await installed("EKS, with the defaults");
    expect(commandsOf(judged(installation, withStatus(installation, status)))).toContain(helm(command));
  });

  it("is left alone where Helm has nothing to end", async () => {
    const installation = await installed("EKS, with the defaults");
    for (const status of ["deployed", "failed", "superseded"]) {
      expect(commandsOf(judged(installation, withStatus(installation, status)))).toEqual([]);
    }
  });
});

describe("what else an operator is told", () => {
  it("of the lock: who holds it, and that it may only go when nobody works", async () => {
    const installation = await installed("EKS, with the defaults");
    const held = judged(installation, { lock: { state: "held", holders: ["ann@ci-1, process 42, since today"] } });
    expect(held.steps).toMatchObject([{ commands: ["pulumi cancel --stack dev"] }]);
    expect(held.steps[0]!.why).toMatch(/no update is running \(ann@ci-1, process 42, since today\)/);

    const unknown = judged(installation, { lock: { state: "unknown", reason: "it cannot be seen in s3://bucket" } });
    expect(unknown.steps).toEqual([]);
    expect(unknown.notes).toEqual([expect.stringMatching(/cannot be seen in s3.*run pulumi cancel --stack dev$/)]);
  });

  it("of things of the same name that say nothing of whose they are, for which no line is printed", async () => {
    const installation = await installed("EKS, with an Elastic IP, addresses and a pull secret");
    const byHand = installation.cloud.objects.filter(({ type }) => /:(Namespace|Secret)$/.test(type));
    const unmarked = JSON.parse(JSON.stringify(byHand).replaceAll("nvcf-lls/stack", "owner")) as CloudObject[];
    const urns = byHand.map((object) => resourceOf(installation, object).urn);
    const objects = [...installation.cloud.objects.filter((object) => !byHand.includes(object)), ...unmarked];
    const found = judged(installation, {
      state: creating(installation.state, urns),
      cloud: { objects, unread: [] },
    });
    expect(found.orphans).toEqual([]);
    expect(found.notes).toEqual(
      ["namespace gdn-streaming", "secret gdn-streaming/nvcr-pull-secret"].map((what) =>
        expect.stringContaining(`There is a ${what} that does not say that this stack made it`),
      ),
    );
    expect(commandsOf(found)).toEqual([refresh]);
  });

  it("of a name that would forge a line, for which none is printed", async () => {
    const installation = await installed("EKS, with an Elastic IP, addresses and a pull secret");
    const [address] = installation.cloud.objects.filter(({ type }) => type.endsWith(":Eip"));
    const state = creating(installation.state, [resourceOf(installation, address!).urn]);
    for (const id of ["eipalloc-1\nrm -rf ~", "eipalloc-1\u001b[2K", "eipalloc-\u202e1"]) {
      const objects = installation.cloud.objects.map((object) => (object === address ? { ...object, id } : object));
      const found = judged(installation, { state, cloud: { objects, unread: [] } });
      expect(commandsOf(found)).toEqual([refresh]);
      expect(found.notes).toEqual([
        "The id or a name of one thing has control characters, and no line is printed for it: Elastic IP.",
      ]);
    }
  });

  it("of what a state holds in the course of a replacement, nothing", async () => {
    const installation = await installed("EKS, with the defaults");
    const [balancer] = installation.state.resources.filter(({ type }) => type.endsWith(":LoadBalancer"));
    const old = { ...balancer!, id: `${balancer!.id}-old` };
    const standing = installation.cloud.objects.find(({ id }) => id === balancer!.id)!;
    const beside = judged(installation, {
      state: { ...installation.state, resources: [...installation.state.resources, { ...old, delete: true }] },
      cloud: { objects: [...installation.cloud.objects, { ...standing, id: old.id }], unread: [] },
    });
    expect(beside.orphans).toEqual([]);
    expect(beside.steps).toEqual([]);
    const gone = judged(installation, {
      state: {
        ...installation.state,
        resources: installation.state.resources.map((resource) =>
          resource === balancer ? { ...resource, pendingReplacement: true } : resource,
        ),
      },
      cloud: { objects: installation.cloud.objects.filter((object) => object !== standing), unread: [] },
    });
    expect(gone.missing).toEqual([]);
  });
});
