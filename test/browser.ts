// A real Chromium out of the npm registry, for tests of the pages.
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** The package is made for taking pictures and turns off what keeps one site's scripts from another site. */
const unlikePeoples = ["--disable-web-security", "--disable-site-isolation-trials", "--allow-running-insecure-content"];

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    args: [
      ...chromium.args.filter((arg) => !unlikePeoples.includes(arg)),
      "--disable-background-networking",
      "--no-first-run",
    ],
  });
}
