// The properties HubSpot defines on contacts, the calculated phone numbers among them.
import { type PropertyDefinition, hubspotProperty as property } from "./property.ts";

const GROUP = "contactinformation";
const text = (name: string, label: string) => property(name, label, "string", GROUP);
const locked = (name: string, label: string, group = GROUP) =>
  property(name, label, "string", group, { readOnly: true });
const calculated = (name: string, label: string) => property(name, label, "string", GROUP, { calculated: true });

const TRAFFIC_SOURCES = [
  "ORGANIC_SEARCH",
  "PAID_SEARCH",
  "EMAIL_MARKETING",
  "SOCIAL_MEDIA",
  "REFERRALS",
  "OTHER_CAMPAIGNS",
  "DIRECT_TRAFFIC",
  "OFFLINE",
  "PAID_SOCIAL",
  "AI_REFERRALS",
] as const;

const LIFECYCLE_STAGES = [
  ["subscriber", "Subscriber"],
  ["lead", "Lead"],
  ["marketingqualifiedlead", "Marketing Qualified Lead"],
  ["salesqualifiedlead", "Sales Qualified Lead"],
  ["opportunity", "Opportunity"],
  ["customer", "Customer"],
  ["evangelist", "Evangelist"],
  ["other", "Other"],
] as const;

export const lifecycleStage = (group: string) =>
  property("lifecyclestage", "Lifecycle Stage", "enumeration", group, {
    fieldType: "radio",
    options: LIFECYCLE_STAGES,
  });

export const trafficSource = (name: string, label: string, group: string, readOnly: boolean) =>
  property(name, label, "enumeration", group, { options: TRAFFIC_SOURCES, readOnly });

export const CONTACT_GROUPS = [
  ["contactinformation", "Contact information"],
  ["analyticsinformation", "Analytics history"],
  ["contact_activity", "Contact activity"],
] as const;

export const CONTACT_PROPERTIES: readonly PropertyDefinition[] = [
  text("email", "Email"),
  text("firstname", "First Name"),
  text("lastname", "Last Name"),
  property("phone", "Phone Number", "string", GROUP, { fieldType: "phonenumber" }),
  property("mobilephone", "Mobile Phone Number", "string", GROUP, { fieldType: "phonenumber" }),
  text("fax", "Fax Number"),
  property("hs_whatsapp_phone_number", "WhatsApp Phone Number", "string", GROUP, { fieldType: "phonenumber" }),
  property("hs_additional_emails", "Additional email addresses", "enumeration", GROUP, {
    fieldType: "checkbox",
    externalOptions: true,
  }),
  text("company", "Company Name"),
  text("jobtitle", "Job Title"),
  text("salutation", "Salutation"),
  text("website", "Website URL"),
  text("address", "Street Address"),
  text("city", "City"),
  text("state", "State/Region"),
  text("zip", "Postal Code"),
  text("country", "Country/Region"),
  text("industry", "Industry"),
  text("hs_language", "Preferred language"),
  text("message", "Message"),
  property("date_of_birth", "Date of birth", "string", GROUP),
  lifecycleStage(GROUP),
  property("hs_lead_status", "Lead Status", "enumeration", GROUP, {
    fieldType: "radio",
    options: [
      "NEW",
      "OPEN",
      "IN_PROGRESS",
      "OPEN_DEAL",
      "UNQUALIFIED",
      "ATTEMPTED_TO_CONTACT",
      "CONNECTED",
      "BAD_TIMING",
    ],
  }),
  property("hs_timezone", "Time Zone", "string", GROUP),
  calculated("hs_calculated_phone_number", "Calculated Phone Number in International Format"),
  calculated("hs_calculated_phone_number_country_code", "Calculated Phone Number Country Code"),
  calculated("hs_calculated_phone_number_area_code", "Calculated Phone Number Area Code"),
  calculated("hs_calculated_phone_number_region_code", "Calculated Phone Number Region"),
  calculated("hs_calculated_mobile_number", "Calculated Mobile Number in International Format"),
  calculated("hs_calculated_mobile_number_country_code", "Calculated Mobile Number Country Code"),
  calculated("hs_calculated_mobile_number_area_code", "Calculated Mobile Number Area Code"),
  calculated("hs_calculated_mobile_number_region_code", "Calculated Mobile Number Region"),
  calculated("hs_searchable_calculated_phone_number", "Calculated Phone Number without country code"),
  calculated("hs_searchable_calculated_mobile_number", "Calculated Mobile Number without country code"),
  calculated("hs_searchable_calculated_international_phone_number", "Calculated Phone Number with country code"),
  calculated("hs_searchable_calculated_international_mobile_number", "Calculated Mobile Number with country code"),
  property("hs_marketable_until_renewal", "Marketing contact until next update", "bool", GROUP, { readOnly: true }),
  property("associatedcompanyid", "Primary Associated Company ID", "number", GROUP),
  property("num_associated_deals", "Number of Associated Deals", "number", GROUP, { calculated: true }),
  property("notes_last_updated", "Last Activity Date", "datetime", "contact_activity", { calculated: true }),
  property("notes_last_contacted", "Last Contacted", "datetime", "contact_activity", { calculated: true }),
  property("num_notes", "Number of Sales Activities", "number", "contact_activity", { calculated: true }),
  trafficSource("hs_analytics_source", "Original Traffic Source", "analyticsinformation", false),
  locked("hs_analytics_source_data_1", "Original Traffic Source Drill-Down 1", "analyticsinformation"),
  locked("hs_analytics_source_data_2", "Original Traffic Source Drill-Down 2", "analyticsinformation"),
  trafficSource("hs_latest_source", "Latest Traffic Source", "analyticsinformation", true),
  locked("hs_latest_source_data_1", "Latest Traffic Source Drill-Down 1", "analyticsinformation"),
  locked("hs_latest_source_data_2", "Latest Traffic Source Drill-Down 2", "analyticsinformation"),
];
