#!/usr/bin/env node
import { main } from '../lib/cli/main';

// An exit code instead of an exit: what is on its way to stdout still gets there.
void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
