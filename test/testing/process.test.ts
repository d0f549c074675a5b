import * as pulumi from "@pulumi/pulumi";
import * as ec2 from "@pulumi/aws/ec2";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Component, install, tested } from "./programs";

// What a run does to the process around it: nothing that outlasts it.

const events = ["unhandledRejection", "uncaughtException", "exit", "beforeExit"] as const;

/** Everything that a run touches. */
function surroundings() {
  const { globalStore, stackResource } = globalThis as unknown as Record<string, unknown>;
  return {
    ...{ globalStore, stackResource },
    monitor: pulumi.runtime.getMonitor() as unknown,
    config: pulumi.runtime.allConfig(),
    names: [pulumi.getProject(), pulumi.getStack()],
    listeners: events.map((event) => process.listeners(event as NodeJS.Signals)),
    exit: Object.getOwnPropertyDescriptor(process, "exit"),
    apply: (pulumi.Output as unknown as { prototype: object }).prototype["apply" as never],
    registerOutputs: Object.getOwnPropertyDescriptor(pulumi.ComponentResource.prototype, "registerOutputs"),
  };
}

/** The test runner has some too, and may end them meanwhile. */
const timers = (): number => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

const boom = (): never => {
  throw new Error("boom");
};

describe("law: a run leaves the process as it found it", () => {
  it.each<[string, () => unknown]>([
    ["that succeeds", () => install()],
    ["that throws", boom],
    ["with an error that nothing awaits", () => void new ec2.Eip("eip").id.apply(boom)],
    ["that the cloud refuses", () => new ec2.FlowLog("flow")],
    ["that waits for ever", () => new Component("it", { a: new Promise(() => undefined) })],
    ["that ends the process", () => process.exit(1)],
    [
      "with hooks and transforms",
      () => [new pulumi.ResourceHook("hook", boom), new Component("it", {}, { transforms: [boom] })],
    ],
  ])("%s", async (_, program) => {
    await tested(() => new Component("before")); // what the SDK does once
    const before = surroundings();
    const timersBefore = timers();
    await tested(program, { idleSeconds: 0.2, config: { a: "b" }, project: "other" }).catch(() => undefined);
    expect(surroundings()).toEqual(before);
    expect(surroundings().globalStore).toBe(before.globalStore);
    expect(timers()).toBeLessThanOrEqual(timersBefore);
  });

  it("though its program goes on and fails after the run", async () => {
    const rejections: unknown[] = [];
    const note = (error: unknown): void => void rejections.push(error);
    process.on("unhandledRejection", note);
    const program = async () => {
      new ec2.FlowLog("flow");
      await sleep(20);
      boom();
    };
    await expect(tested(program)).rejects.toThrow(/does not know/);
    await sleep(60);
    process.off("unhandledRejection", note);
    expect(rejections).toEqual([]);
  });

  it("and mocks of the SDK as they were", async () => {
    const made: string[] = [];
    await pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => (made.push(name), { id: name, state: inputs }), call: () => ({}) },
      "team",
    );
    const id = () => new Promise((resolve) => new ec2.Eip(`eip-${made.length}`).id.apply(resolve));
    expect(await id()).toBe("eip-0");
    await tested(() => new ec2.Eip("simulated"));
    expect(await id()).toBe("eip-1");
    expect(made).toEqual(["eip-0", "eip-1"]);
    expect(pulumi.getProject()).toBe("team");
  });
});

describe("runs", () => {
  it("take turns, whoever fails", async () => {
    let running = 0;
    const program = (name: string, fails: boolean) => async () => {
      expect(++running).toBe(1);
      await sleep(10);
      new ec2.Eip(name);
      await sleep(10);
      running--;
      if (fails) throw new Error(name);
      return { key: new pulumi.Config().require("key") };
    };
    const names = ["a", "b", "c", "d"];
    const results = await Promise.allSettled(
      names.map((name, index) => tested(program(name, index % 2 === 1), { config: { key: name } })),
    );
    expect(
      results.map((result) => (result.status === "fulfilled" ? result.value.outputs : String(result.reason))),
    ).toEqual([{ key: "a" }, "Error: b", { key: "c" }, "Error: d"]);
  });

  it("give the same, in whatever order", async () => {
    const [first, , third] = [
      await tested(() => install()),
      await tested(() => new Component("it")),
      await tested(() => install()),
    ];
    expect(JSON.stringify(third)).toBe(JSON.stringify(first));
  });
});

describe("with fake timers", () => {
  afterEach(() => vi.useRealTimers());

  it("a run goes on, and notices that nothing happens", async () => {
    vi.useFakeTimers();
    await expect(tested(() => install())).resolves.toBeDefined();
    await expect(tested(() => new Promise(() => undefined), { idleSeconds: 0.2 })).rejects.toThrow(
      /nothing has happened/,
    );
  });
});
