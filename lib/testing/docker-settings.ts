import { authenticationSettings } from './cassandra-yaml';
import type { LaunchPlan } from './options';

// The value goes through Compose, a shell script and Java's command line unquoted.
const safeValue = /^[\w.:+/-]+$/;

function allSettings(plan: LaunchPlan): [string, string][] {
  const settings = { ...authenticationSettings(plan.authentication), ...plan.config };
  return Object.entries(settings).map(([key, value]) => [
    key,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
}

/** Why these settings cannot be given to the official image, or undefined when they can. */
export function unsafeSetting(plan: LaunchPlan): string | undefined {
  const key = allSettings(plan).find(([, value]) => !safeValue.test(value))?.[0];
  return key === undefined ? undefined : `the image cannot be given the setting ${key}`;
}

/** The plan's settings as system properties, which Cassandra reads over its yaml. */
export function dockerSettings(plan: LaunchPlan): string {
  return allSettings(plan)
    .map(([key, value]) => `-Dcassandra.settings.${key}=${value}`)
    .join(' ');
}
