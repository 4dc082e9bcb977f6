// The HubSpot properties that Hookswitch creates for itself, and which object carries which.

export interface PropertyDefinition {
  name: string;
  label: string;
  description: string;
  /** HubSpot allows at most 10 unique properties per object, and documents none for activities. */
  unique: boolean;
}

export const propertyGroup = { name: "hookswitch", label: "Hookswitch" };

/** E.164 number of a contact we created: a second create with the same number comes back as a conflict. */
export const contactKey = "hookswitch_phone";
/** The deciding event's key of a deal we created, for the same purpose. */
export const dealKey = "hookswitch_key";
/** The domain or customer of a company we created, for the same purpose. */
export const companyKey = "hookswitch_company_key";
export const callCategory = "hookswitch_call_category";

/** Our attribution fields and the properties that hold them. */
export const attributionProperties = {
  utmSource: "hookswitch_utm_source",
  utmMedium: "hookswitch_utm_medium",
  utmCampaign: "hookswitch_utm_campaign",
  utmTerm: "hookswitch_utm_term",
  utmContent: "hookswitch_utm_content",
  gclid: "hookswitch_gclid",
  gaClientId: "hookswitch_ga_client_id",
} as const;

function field(name: string, label: string, description: string, unique = false): PropertyDefinition {
  return { name, label, description, unique };
}

const attribution = [
  field(attributionProperties.utmSource, "UTM source", "Where the visit before the call came from."),
  field(attributionProperties.utmMedium, "UTM medium", "The kind of advertising, such as cpc."),
  field(attributionProperties.utmCampaign, "UTM campaign", "The campaign that was active when the call came."),
  field(attributionProperties.utmTerm, "UTM term", "The keyword."),
  field(attributionProperties.utmContent, "UTM content", "The ad or link variant."),
  field(attributionProperties.gclid, "Google click id", "Links the call to a Google Ads click."),
  field(
    attributionProperties.gaClientId,
    "Google Analytics client id",
    "Links the call to a Google Analytics visitor.",
  ),
];

const category = field(
  callCategory,
  "Call category",
  "The category that was chosen for the call, or the phone system's own status.",
);

export const ourProperties: Record<"contact" | "company" | "deal" | "call", readonly PropertyDefinition[]> = {
  contact: [
    field(
      contactKey,
      "Hookswitch number",
      "The number for which Hookswitch created this contact. It keeps one caller one contact.",
      true,
    ),
    ...attribution,
  ],
  company: [
    field(
      companyKey,
      "Hookswitch company key",
      "The domain or customer for which Hookswitch created this company. It keeps one company one.",
      true,
    ),
  ],
  deal: [
    field(
      dealKey,
      "Hookswitch key",
      "The event for which Hookswitch created this deal. It keeps one event one deal.",
      true,
    ),
    ...attribution,
    category,
  ],
  call: [...attribution, category],
};
