// Preloaded into the host of a policy pack: ends it once the pack is loaded, which is when the SDK prints its port.
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, ...rest) => {
  if (/^\d+\s*$/.test(String(text))) process.exit(0);
  return write(text, ...rest);
};
