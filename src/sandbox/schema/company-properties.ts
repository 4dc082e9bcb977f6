// The properties HubSpot defines on companies.
import { lifecycleStage, trafficSource } from "./contact-properties.ts";
import { type PropertyDefinition, hubspotProperty as property } from "./property.ts";

const GROUP = "companyinformation";
const text = (name: string, label: string) => property(name, label, "string", GROUP);

export const COMPANY_GROUPS = [
  ["companyinformation", "Company information"],
  ["analyticsinformation", "Analytics history"],
] as const;

// Whether companies have a searchable calculated phone number is not documented, so they have none here.
export const COMPANY_PROPERTIES: readonly PropertyDefinition[] = [
  text("name", "Company name"),
  text("domain", "Company Domain Name"),
  text("website", "Website URL"),
  property("phone", "Phone Number", "string", GROUP, { fieldType: "phonenumber" }),
  text("description", "Description"),
  text("about_us", "About Us"),
  text("address", "Street Address"),
  text("address2", "Street Address 2"),
  text("city", "City"),
  text("state", "State/Region"),
  text("zip", "Postal Code"),
  text("country", "Country/Region"),
  text("timezone", "Time Zone"),
  text("linkedin_company_page", "LinkedIn Company Page"),
  property("industry", "Industry", "enumeration", GROUP, {
    options: [
      "ACCOUNTING",
      "AUTOMOTIVE",
      "BANKING",
      "COMPUTER_SOFTWARE",
      "CONSTRUCTION",
      "CONSUMER_GOODS",
      "EDUCATION_MANAGEMENT",
      "FINANCIAL_SERVICES",
      "FOOD_BEVERAGES",
      "FURNITURE",
      "HOSPITAL_HEALTH_CARE",
      "HOSPITALITY",
      "INFORMATION_TECHNOLOGY_AND_SERVICES",
      "INSURANCE",
      "INTERNET",
      "LEGAL_SERVICES",
      "LOGISTICS_AND_SUPPLY_CHAIN",
      "MARKETING_AND_ADVERTISING",
      "REAL_ESTATE",
      "RETAIL",
      "TELECOMMUNICATIONS",
      "WHOLESALE",
    ],
  }),
  property("type", "Type", "enumeration", GROUP, {
    options: ["PROSPECT", "PARTNER", "RESELLER", "VENDOR", "OTHER"],
  }),
  property("numberofemployees", "Number of Employees", "number", GROUP),
  property("annualrevenue", "Annual Revenue", "number", GROUP),
  property("founded_year", "Year Founded", "string", GROUP),
  lifecycleStage(GROUP),
  property("hs_lead_status", "Lead Status", "enumeration", GROUP, {
    options: ["NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "CONNECTED"],
  }),
  property("num_associated_contacts", "Number of Associated Contacts", "number", GROUP, { calculated: true }),
  property("num_associated_deals", "Number of Associated Deals", "number", GROUP, { calculated: true }),
  property("notes_last_updated", "Last Activity Date", "datetime", GROUP, { calculated: true }),
  trafficSource("hs_analytics_source", "Original Traffic Source", "analyticsinformation", false),
];
