// The advertising source that CallRail gives a call or a form.
import type { Attribution } from "../model/event.ts";
import { objectOf, textOf } from "./values.ts";

/**
 * UTM tags as far as there are any, else CallRail's own words: most of its trackers are bound to a source and see no
 * landing page.
 */
export function attributionOf(lead: Record<string, unknown>): Attribution {
  return {
    utmSource: textOf(lead.utm_source) ?? textOf(lead.source),
    utmMedium: textOf(lead.utm_medium) ?? textOf(lead.medium),
    utmCampaign: textOf(lead.utm_campaign) ?? textOf(lead.campaign),
    utmTerm: textOf(lead.utm_term) ?? textOf(lead.keywords),
    utmContent: textOf(lead.utm_content),
    gclid: textOf(lead.gclid) ?? clickId(objectOf(lead.milestones)),
    gaClientId: gaClientId(textOf(lead.ga)),
  };
}

/** The milestone that made the lead, then the visit right before this call, then the first. */
const milestones = ["lead_created", "last_touch", "first_touch"];

function clickId(touches: Record<string, unknown>): string | null {
  const ids = milestones.flatMap((name) => {
    const parameters = objectOf(objectOf(touches[name]).landing_page_url_params);
    return textOf(parameters.gclid) ?? [];
  });
  return ids[0] ?? null;
}

/** Google's cookie _ga is GA1.2.<client id>. */
function gaClientId(cookie: string | null): string | null {
  return /^GA\d\.\d\.(\d+\.\d+)$/.exec(cookie ?? "")?.[1] ?? cookie;
}
