#!/bin/sh
# Ends the nodes of one local Cassandra and removes what it left behind.
# usage: clean-up.sh <folder> <record file> [keep]
folder=$1
record=$2

# A damaged record must never make this remove anything else.
case ${folder##*/} in
  caspy-cassandra-?*) ;;
  *) exit 2 ;;
esac

command_of() {
  if [ -r "/proc/$1/cmdline" ]; then
    tr '\0' ' ' <"/proc/$1/cmdline"
  else
    ps -ww -o command= -p "$1"
  fi
}

for file in "$folder"/node*/pid; do
  [ -f "$file" ] || continue
  read -r pid <"$file"
  case $pid in
    '' | *[!0-9]*) continue ;;
  esac
  # The number may belong to another process by now; the folder's name is in the command line of ours only.
  case $(command_of "$pid" 2>/dev/null) in
    *"$folder/"*) kill -9 "$pid" ;;
  esac
done

# A node that is just dying may still create files, so one pass is not always enough.
tries=0
while [ "$3" != keep ] && [ -d "$folder" ] && [ $tries -lt 50 ]; do
  rm -rf "$folder" 2>/dev/null || sleep 0.1
  tries=$((tries + 1))
done
rm -f "$record"
