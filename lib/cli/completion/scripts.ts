// Each hands the words up to the cursor to `caspy __complete`, which answers one candidate a line.

const BASH = `_caspy() {
  local IFS=$'\\n' line cur words
  # = and : are word breaks to bash and not to caspy.
  line="\${COMP_LINE:0:COMP_POINT}"
  IFS=$' \\t' read -r -a words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  cur="\${words[\${#words[@]}-1]}"
  IFS=$'\\n'
  COMPREPLY=($(caspy __complete -- "\${words[@]:1}" 2>/dev/null))
  local prefix="\${cur%"\${COMP_WORDS[COMP_CWORD]}"}"
  [[ "$cur" == *[=:] ]] && prefix="$cur"
  COMPREPLY=("\${COMPREPLY[@]#"$prefix"}")
  [[ \${#COMPREPLY[@]} -eq 1 && "\${COMPREPLY[0]}" == *[=,] ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o default -F _caspy caspy
`;

const ZSH = `#compdef caspy
_caspy() {
  local -a found
  found=("\${(@f)$(caspy __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -z "\${found[*]}" ]]; then _files; return; fi
  compadd -Q -- "\${(@)found:#*[=,]}"
  compadd -Q -S '' -- "\${(@M)found:#*[=,]}"
}
compdef _caspy caspy
`;

const FISH = `function __caspy_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l found (caspy __complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c caspy -f -a '(__caspy_complete)'
`;

/** The completion scripts, by shell. */
export const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['bash', BASH],
  ['zsh', ZSH],
  ['fish', FISH],
]);
