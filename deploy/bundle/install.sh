#!/bin/sh
# 安装或升级，不上网：sh install.sh [--to 文件夹] [--python python3.11]
# 每一版装在 <文件夹>/releases/<版本>，current 指着现用的一版；先用旧程序备份，建好索引才算换上，失败就换回去。
set -eu
to=/srv/dangjian python=python3
while [ $# -gt 0 ]; do
  case $1 in
    --to) to=$2; shift 2 ;;
    --python) python=$2; shift 2 ;;
    *) echo "用法：sh install.sh [--to 文件夹] [--python python3.11]" >&2; exit 2 ;;
  esac
done
here=$(cd "$(dirname "$0")" && pwd)
release=$(cat "$here/release") extras=$(cat "$here/extras") tag=$(cat "$here/tag")
fail() { echo "$1" >&2; exit 1; }

(cd "$here" && sha256sum --quiet -c SHA256SUMS) || fail "安装包不完整或被改过。请重新拷贝。"
own=$("$python" -c 'import platform, sys; print("py%d.%d-%s-%s" % (*sys.version_info[:2], sys.platform, platform.machine()))') ||
  fail "运行不了 $python。请用 --python 指定解释器。"
[ "$own" = "$tag" ] || fail "这个安装包给 $tag 用，而 $python 是 $own。请用 --python 指定，或换一个安装包。"
mkdir -p "$to" || fail "建不了 $to。请换一个文件夹，或检查权限。"
to=$(cd "$to" && pwd)
folder=$to/releases/$release
previous=$(readlink "$to/current" 2>/dev/null || true)
[ "$previous" != "releases/$release" ] || fail "现用的就是这一版：$release。"

# 正在运行的服务占着旧程序和知识库；停着换最稳妥，由安装的人决定何时停。
if command -v systemctl >/dev/null && systemctl is-active --quiet dangjian 2>/dev/null; then
  fail "服务正在运行。请先停下：systemctl stop dangjian"
fi

rm -rf "$folder"
mkdir -p "$to/releases" "$to/data/models" "$to/backups"
chmod 700 "$to/backups"
owner=$(stat -c %u:%g "$to/data")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
echo "安装程序…"
"$python" -m venv "$folder"
PIP_CONFIG_FILE=/dev/null "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-index \
  --find-links "$here/wheels" -c "$here/constraints.txt" "dangjian-kb[$extras]"
cp "$here/rollback.sh" "$to/rollback.sh"
# 现用的一版，连同它的数据文件夹和语料：平时用这个命令。
cat > "$to/kb" <<K
#!/bin/sh
KB_DATA=\${KB_DATA:-'$to/data'} KB_CORPUS=\${KB_CORPUS:-'$to/corpus'} exec '$to/current/bin/kb' "\$@"
K
chmod 755 "$to/kb"
for model in "$here"/models/*; do
  [ -e "$to/data/models/$(basename "$model")" ] || cp -R "$model" "$to/data/models/"
done
[ -e "$to/corpus" ] || cp -R "$here/corpus" "$to/corpus"

if [ -n "$previous" ] && [ -f "$to/data/library.db" ]; then
  echo "用现在的程序备份…"
  backup=$to/backups/before-$release-$(date +%Y%m%d%H%M%S).zip
  "$to/kb" backup "$backup"
  chmod 600 "$backup"
  printf '%s\n%s\n' "$previous" "$backup" > "$folder/previous"
fi
trap - EXIT
ln -sfn "releases/$release" "$to/current"
echo "建立索引…"
if ! "$to/kb" index; then
  if [ -f "$folder/previous" ]; then
    sh "$to/rollback.sh" --without-backup
    fail "新的一版建不成索引，已换回原来的一版。"
  fi
  fail "建不成索引，程序已装好。请照上面的说明处理，再运行 $to/kb index"
fi
# 以 root 升级的，数据仍归原来的用户：索引只有建它的用户能读。
[ "$(id -u)" != 0 ] || chown -R "$owner" "$to/data"
echo "装好了：$release。启动：$to/kb serve"
