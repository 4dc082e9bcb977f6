// Domains that strangers share: what the list of mail providers lacks, and where a company's page is not its own site.

/** The list is gathered from English sources: these are large in Ukraine and its neighbours, in the EU, or newer than it. */
export const furtherMailProviders = [
  // Ukraine
  ...["meta.ua", "bigmir.net", "email.ua", "online.ua", "ua.fm", "ukrpost.ua", "ukrpost.net", "ukr.com", "mail.ua"],
  ...["3g.ua", "e-mail.ua", "yandex.ua", "voliacable.com"],
  // Poland, Czechia, Slovakia, Hungary, Bulgaria, the Baltic states and Kazakhstan
  ...["op.pl", "vp.pl", "tlen.pl", "poczta.onet.pl", "yahoo.pl", "atlas.cz", "azet.sk", "zoznam.sk", "citromail.hu"],
  ...["mail.bg", "dir.bg", "inbox.lt", "inbox.eu", "one.lt", "mail.kz", "tut.by", "live.ru"],
  // Western and northern Europe
  ...["gmx.ch", "gmx.us", "googlemail.de", "mail.de", "unitybox.de"],
  ...["posteo.de", "posteo.net", "aon.at", "chello.at", "a1.net", "hispeed.ch", "sunrise.ch", "pt.lu", "ziggo.nl"],
  ...["bbox.fr", "telia.com", "telia.se", "online.no", "frisurf.no", "suomi24.fi", "otenet.gr", "in.gr"],
  ...["net.hr", "mynet.com"],
  // Private mail, and forwarding addresses that hide the real one
  ...["tutanota.com", "tutanota.de", "tutamail.com", "tuta.com", "tuta.io"],
  ...["fastmail.com", "zohomail.com", "zohomail.eu", "vivaldi.net", "startmail.com", "duck.com"],
  ...["mozmail.com", "simplelogin.com", "passmail.net"],
];

/** In the list, but reserved for examples (RFC 2606): nobody has a mailbox there. */
export const notMailProviders = ["example.com"];

/** Many small companies give their page there as their website. */
export const pageHosts = [
  ...["facebook.com", "fb.com", "fb.me", "instagram.com", "linkedin.com", "twitter.com", "x.com", "tiktok.com"],
  ...["youtube.com", "youtu.be", "threads.net", "pinterest.com", "vk.com", "t.me", "telegram.me", "wa.me"],
  ...["google.com", "goo.gl", "g.page", "linktr.ee", "bit.ly"],
];
