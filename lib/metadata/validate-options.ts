/** How class-validator checks entities; each option means what it means there. */
export interface ValidateOptions {
  /** Only rules of one of these groups, and rules with `always`. */
  readonly groups?: readonly string[] | undefined;
  /** Rules without groups of their own count as `always`. */
  readonly always?: boolean | undefined;
  /** Without `groups`, rules that have some are left out. */
  readonly strictGroups?: boolean | undefined;
  /** Takes properties without any rule off the entity; put `@Allow()` on columns that need none. */
  readonly whitelist?: boolean | undefined;
  /** With `whitelist`: refuses such properties instead. */
  readonly forbidNonWhitelisted?: boolean | undefined;
  /** An entity to which no rule applies is refused; for entities caspy takes `false` unless this says `true`. */
  readonly forbidUnknownValues?: boolean | undefined;
  readonly skipUndefinedProperties?: boolean | undefined;
  readonly skipNullProperties?: boolean | undefined;
  readonly skipMissingProperties?: boolean | undefined;
  readonly stopAtFirstError?: boolean | undefined;
  readonly dismissDefaultMessages?: boolean | undefined;
}

/** Whether entities are validated: not at all, by their rules, or by their rules with these options. */
export type ValidateSetting = boolean | ValidateOptions;
