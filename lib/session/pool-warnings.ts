import { isIP } from 'node:net';
import type { ResolvedOptions } from './resolved-options';

/** What is unsafe about the options, one line each. */
export function optionWarnings(options: ResolvedOptions): string[] {
  const warnings: string[] = [];
  if (options.tls !== undefined && !options.verifiesTls) {
    warnings.push('insecureSkipVerify is on: the connection is encrypted, but anybody may be at the other end.');
  }
  const remote = options.contactPoints.find((point) => !isLoopback(point));
  if (
    options.credentials !== undefined &&
    options.tls === undefined &&
    options.cloud === undefined &&
    remote !== undefined
  ) {
    warnings.push(`The password goes to ${remote} in plain text. Set ssl: true, or ssl: { ca }.`);
  }
  return warnings;
}

function isLoopback(contactPoint: string): boolean {
  const host = isIP(contactPoint) === 0 ? contactPoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') : contactPoint;
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
