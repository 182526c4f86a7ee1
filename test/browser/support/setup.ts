// What all files of these tests share: one folder of pages, one browser, a server for each set of headers.
import { after } from 'node:test';
import type {} from '../pages/page.ts';
import { closeBrowser } from './chromium.ts';
import { makePages, UserFolder } from './pages.ts';
import { type Headers, type Site, serve } from './serve.ts';

let user: UserFolder | undefined;
let pages: Promise<string> | undefined;
const sites = new Map<string, Promise<Site>>();

/** The folder with the packed package. */
export function userFolder(): UserFolder {
  user ??= new UserFolder();
  return user;
}

/** Address of the pages, served with these headers. */
export async function siteWith(headers: Headers = {}): Promise<string> {
  pages ??= makePages(userFolder());
  const folder = await pages;
  const key = JSON.stringify(headers);
  const site = sites.get(key) ?? serve(folder, headers);
  sites.set(key, site);
  return (await site).url;
}

after(async () => {
  await closeBrowser();
  for (const site of sites.values()) await (await site)[Symbol.asyncDispose]();
  user?.[Symbol.dispose]();
});
