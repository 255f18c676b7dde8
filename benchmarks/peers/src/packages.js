import { readFileSync } from 'node:fs';

/** The installed version, which need not be the one that package.json asks for. */
export const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
