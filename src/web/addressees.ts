// Whose a webhook address is, remembered for a moment: it is asked with every delivery.
import type { Addressee, AddressStore } from "../store/addresses.ts";

/** Settings saved in another process count within this time. */
const memoryMs = 2_000;
const memorySize = 10_000;

export interface Addressees {
  /** null: an unknown or expired address. Asked once for all who wait for it. */
  of(token: string): Promise<Addressee | null>;
  /** After settings, secret or address changed in this process. */
  forget(): void;
}

export function rememberAddressees(addresses: AddressStore, now: () => Date): Addressees {
  const memory = new Map<string, { addressee: Promise<Addressee | null>; until: number }>();
  return {
    of(token) {
      const known = memory.get(token);
      const asked = now();
      if (known && known.until > asked.getTime()) return known.addressee;
      const addressee = addresses.find(token, asked);
      if (memory.size >= memorySize) memory.clear();
      memory.set(token, { addressee, until: asked.getTime() + memoryMs });
      addressee.catch(() => memory.delete(token));
      return addressee;
    },
    forget: () => memory.clear(),
  };
}
