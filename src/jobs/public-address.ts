// Whether an address that a portal's admin typed in may be called from this server: only public ones may, or it would
// open the server's own network to strangers. The only importer of ipaddr.js.
import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

export interface ResolvedAddress {
  address: string;
  family: number;
}

export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

export const systemAddresses: Lookup = (hostname) => systemLookup(hostname, { all: true });

/** False for private, loopback, link-local, carrier, multicast, reserved and translated addresses. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

/**
 * The addresses behind the name, each checked. The request must go to one of these and not ask again: a name may answer
 * differently the second time.
 * @throws when one of them is not public
 */
export async function publicAddresses(hostname: string, lookup: Lookup): Promise<ResolvedAddress[]> {
  const bare = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(bare);
  const addresses = family > 0 ? [{ address: bare, family }] : await lookup(bare);
  if (addresses.length === 0) throw new Error(`${hostname} has no address.`);
  const inner = addresses.find(({ address }) => !isPublic(address));
  if (inner) throw new Error(`${hostname} leads to ${inner.address}, which is not a public address.`);
  return addresses;
}

/** Leads a request to the addresses that were checked, whatever the name answers by then. */
export function pinnedTo(addresses: ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? "", first?.family);
  };
}
