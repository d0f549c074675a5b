import type { CloudObject } from "./cloud-object";

/** Program and arguments of one command. */
export type Command = string[];

/** Where commands that delete have to be sent, so that none of them finds a thing of the same name elsewhere. */
export interface Place {
  /** AWS region. */
  region?: string;
  /** Profile of the AWS configuration files. */
  profile?: string;
  /** API server of the cluster, https://…. */
  server?: string;
}

/** Whose objects are looked for. */
export interface Owner {
  /** `<project>/<stack>`. */
  owner: string;
  /** Name of the cluster. */
  cluster: string;
}

/** What else decides whether an object is the stack's. */
export interface Surroundings extends Owner {
  /** Whether the object of that id is ours. Kinds are looked at in the order of `objectKinds`. */
  isOurs: (id: string) => boolean;
  /** Whether the state has a creation of that type under way. */
  isPending: (type: string) => boolean;
}

/**
 * One kind of thing that the program makes: how it is recognised, told apart and taken away.
 * `Properties`: those that it looks at, of a resource's inputs or of an object, which have the same names.
 */
export interface ObjectKind<Properties = any> {
  /** Type token. */
  type: string;
  /** What it is called, for people. */
  title: string;
  /** What people know it by, besides its id. */
  detail?: (properties: Properties) => string;
  /** Whether an object says that this very stack made it. */
  isMarked: (object: CloudObject<Properties>, surroundings: Surroundings) => boolean;
  /** What tells it apart from others of its type in one installation. Ids of our own are made alike by the caller. */
  identity: (properties: Properties) => unknown[];
  /** True: its id is made of names that the program gives. False: the cloud makes the id. */
  isNamed: boolean;
  /** True on Azure: ids and names are the same in any case. */
  ignoresCase?: boolean;
  /** True of a relation: it has no id of its own, and to make it where it stands changes nothing, so the next `up` does. */
  isRepeatable?: boolean;
  /** Ids of objects that it needs: it has to go before them. */
  uses: (properties: Properties) => string[];
  /** Why it cannot be taken into the state as it is; undefined: it can. */
  flaw?: (object: CloudObject<Properties>) => string | undefined;
  /** Commands that delete it, in order. */
  remove: (object: CloudObject<Properties>, place: Place) => Command[];
  /** For one that is in the state: commands that end what a killed program has left half done; none if there is nothing to end. */
  mend?: (object: CloudObject<Properties>, place: Place) => Command[];
}
