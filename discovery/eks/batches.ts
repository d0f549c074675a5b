/** Values that one EC2 filter takes (EC2 API reference, "Filter": 200). */
const batchSize = 200;

/** Reads a list of ids in as many calls as EC2's filters need: none for an empty list. */
export async function inBatches<Item>(ids: string[], read: (ids: string[]) => Promise<Item[]>): Promise<Item[]> {
  const batches: string[][] = [];
  for (let start = 0; start < ids.length; start += batchSize) batches.push(ids.slice(start, start + batchSize));
  return (await Promise.all(batches.map(read))).flat();
}
