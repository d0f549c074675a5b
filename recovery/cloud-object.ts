/** Something that stands in the cloud and may be the stack's. */
export interface CloudObject<Properties = any> {
  /** Type token of the resource that it is to Pulumi. */
  type: string;
  /** Id, as the state has it and as `pulumi import` takes it. What has no id in the cloud gets one made of its parts. */
  id: string;
  /** What was read of it, under the names that the resource's inputs have. */
  properties: Properties;
  /** Helm's word for the latest revision of a release: `deployed`, `pending-install`, … */
  status?: string;
}

/** What was read of a cloud. */
export interface CloudReading {
  objects: CloudObject[];
  /** What could not be read: of these types nothing is known, which is not the same as that there are none. */
  unread: Unread[];
}

/** A part of the cloud that could not be read. */
export interface Unread {
  /** What was to be read, for people. */
  what: string;
  /** Type tokens of the resources that may stand there. */
  types: string[];
  reason: string;
}

/** Runs a reader of one part of the cloud; what it throws becomes the reason why the part is unread. */
export async function reading(
  what: string,
  types: string[],
  read: () => Promise<CloudObject[]>,
): Promise<CloudReading> {
  try {
    return { objects: await read(), unread: [] };
  } catch (error) {
    const { name, message } = error as Error;
    const reason = name === "Error" || message.includes(name) ? message : `${name}: ${message}`;
    return { objects: [], unread: [{ what, types, reason }] };
  }
}

/** Several readings as one. */
export function together(readings: CloudReading[]): CloudReading {
  return {
    objects: readings.flatMap(({ objects }) => objects),
    unread: readings.flatMap(({ unread }) => unread),
  };
}
