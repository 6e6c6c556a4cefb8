/**
 * What a shell is told. All that can be completed is asked of `servo-exec __complete WORD...`, the last word being the one under
 * the cursor. It answers with `words`, `files` or `folders` in the first line, then `WORD<TAB>DESCRIPTION` lines.
 */
const BASH = `# bash completion for servo-exec
_servo_exec() {
  local kind line
  COMPREPLY=()
  {
    read -r kind
    while IFS= read -r line; do COMPREPLY+=("\${line%%$'\\t'*}"); done
  } < <("\${COMP_WORDS[0]/#\\~/$HOME}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $kind in
    # Nothing of its own: then bash completes names of files, which it knows how to quote.
    files) ;;
    folders) compopt +o default -o dirnames 2>/dev/null ;;
    *) compopt +o default 2>/dev/null ;;
  esac
}
complete -o default -F _servo_exec servo-exec`;

const ZSH = `#compdef servo-exec
# zsh completion for servo-exec
_servo-exec() {
  local -a lines candidates
  local line
  lines=("\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  [[ $PREFIX == --*=* ]] && compset -P 1 '*='
  case $lines[1] in
    files) _files ;;
    folders) _files -/ ;;
    words)
      for line in "\${(@)lines[2,-1]}"; do
        candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
      done
      _describe -V servo-exec candidates
      ;;
  esac
}
if [[ $funcstack[1] == _servo-exec ]]; then _servo-exec "$@"; else compdef _servo-exec servo-exec; fi`;

const FISH = `# fish completion for servo-exec
function __servo_exec_complete
    set -l words (commandline -opc)
    set -l program (string replace -r -- '^~/' "$HOME/" $words[1])
    type -q $program; or return
    set -l current (commandline -ct)
    set -l option (string match -r -- '^--[^=]*=' $current)
    set -l value (string replace -- "$option" '' "$current")
    set -l lines ($program __complete $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case files
            set lines (__fish_complete_path "$value")
        case folders
            set lines (__fish_complete_directories "$value")
        case '*'
            set -e lines[1]
    end
    for line in $lines
        echo -- "$option$line"
    end
end
complete -c servo-exec -f -a '(__servo_exec_complete)'`;

export const COMPLETION_SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH } as const;
