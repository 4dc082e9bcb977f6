// Finds the sender of a delivery that came to the address without a name, by shape, when it is certain.
import { providers } from "./index.ts";
import type { Delivery, Provider } from "./provider.ts";

/** null: nobody's for certain, or more than one provider claims it. */
export function recognised(delivery: Delivery): Provider | null {
  const [only, ...others] = providers.filter((provider) => provider.recognises?.(delivery));
  return others.length === 0 ? (only ?? null) : null;
}
