// The list of providers: a new one is one file and one line here.
import { aircall } from "./aircall.ts";
import { asterisk } from "./asterisk.ts";
import { binotel } from "./binotel.ts";
import { callrail } from "./callrail.ts";
import { cloudtalk } from "./cloudtalk.ts";
import { custom } from "./custom.ts";
import { dialpad } from "./dialpad.ts";
import { fathom } from "./fathom.ts";
import { fireflies } from "./fireflies.ts";
import { generic } from "./generic.ts";
import { gong } from "./gong.ts";
import { grain } from "./grain.ts";
import { justcall } from "./justcall.ts";
import type { Provider } from "./provider.ts";
import { quo } from "./quo.ts";
import { ringcentral } from "./ringcentral.ts";
import { ringostat } from "./ringostat.ts";
import { salescaling } from "./salescaling.ts";
import { telnyx } from "./telnyx.ts";
import { threeCx } from "./three-cx.ts";
import { tldv } from "./tldv.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";
import { webForm } from "./web-form.ts";
import { zoomPhone } from "./zoom-phone.ts";

export const providers: readonly Provider[] = [
  ringostat,
  binotel,
  asterisk,
  twilio,
  telnyx,
  vonage,
  threeCx,
  ringcentral,
  aircall,
  callrail,
  zoomPhone,
  justcall,
  cloudtalk,
  quo,
  dialpad,
  fathom,
  tldv,
  grain,
  fireflies,
  gong,
  salescaling,
  webForm,
  generic,
  custom,
];

export function providerNamed(name: string): Provider | undefined {
  return providers.find((provider) => provider.name === name);
}
