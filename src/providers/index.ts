// The list of providers: a new one is one file and one line here.
import { aircall } from "./aircall.ts";
import { asterisk } from "./asterisk.ts";
import { binotel } from "./binotel.ts";
import { callrail } from "./callrail.ts";
import { custom } from "./custom.ts";
import { generic } from "./generic.ts";
import type { Provider } from "./provider.ts";
import { ringcentral } from "./ringcentral.ts";
import { ringostat } from "./ringostat.ts";
import { telnyx } from "./telnyx.ts";
import { twilio } from "./twilio.ts";

export const providers: readonly Provider[] = [
  ringostat,
  binotel,
  asterisk,
  twilio,
  ringcentral,
  aircall,
  callrail,
  telnyx,
  generic,
  custom,
];

export function providerNamed(name: string): Provider | undefined {
  return providers.find((provider) => provider.name === name);
}
