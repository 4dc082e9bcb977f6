// Seeded randomness for tokens, correlation ids and demo data, so that two runs with one seed are the same run.

export interface Random {
  integer(below: number): number;
  pick<Items extends readonly [unknown, ...unknown[]]>(items: Items): Items[number];
  hex(length: number): string;
  uuid(): string;
}

// mulberry32: 32 bits of state are plenty here, nothing in a sandbox has to be unguessable.
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const integer = (below: number) => Math.floor((next() / 2 ** 32) * below);
  const word = () => next().toString(16).padStart(8, "0");
  const hex = (length: number) => {
    let digits = "";
    while (digits.length < length) digits += word();
    return digits.slice(0, length);
  };
  return {
    integer,
    pick: (items) => items[integer(items.length)] ?? items[0],
    hex,
    uuid: () => {
      const digits = hex(32);
      const variant = "89ab"[integer(4)];
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        `${variant}${digits.slice(17, 20)}`,
        digits.slice(20),
      ].join("-");
    },
  };
}
