#!/bin/sh
# 退回升级前的一版和那时的知识库：sh rollback.sh [--to 文件夹] [--without-backup]
# 升级以后的改动（上传、反馈、勾选）不在升级前的备份里；先用现在的程序另做一份备份，要用时再升级、恢复。
set -eu
to=$(cd "$(dirname "$0")" && pwd) keep=yes
while [ $# -gt 0 ]; do
  case $1 in
    --to) to=$2; shift 2 ;;
    --without-backup) keep=no; shift ;;
    *) echo "用法：sh rollback.sh [--to 文件夹] [--without-backup]" >&2; exit 2 ;;
  esac
done
fail() { echo "$1" >&2; exit 1; }

current=$(readlink "$to/current" 2>/dev/null) || fail "没有装在这里：$to。请用 --to 指定。"
[ -f "$to/$current/previous" ] || fail "$current 之前没有别的一版，无处可退。"
previous=$(sed -n 1p "$to/$current/previous") backup=$(sed -n 2p "$to/$current/previous")
[ -x "$to/$previous/bin/kb" ] || fail "升级前的程序不在了：$to/$previous。请重新安装那一版。"
[ -f "$backup" ] || fail "升级前的备份不在了：$backup。"
if command -v systemctl >/dev/null && systemctl is-active --quiet dangjian 2>/dev/null; then
  fail "服务正在运行。请先停下：systemctl stop dangjian"
fi
if [ "$keep" = yes ]; then
  after=$to/backups/after-$(basename "$current")-$(date +%Y%m%d%H%M%S).zip
  if "$to/current/bin/kb" backup "$after" --data "$to/data"; then
    chmod 600 "$after"
  else
    fail "现在的知识库备份不了。不要这份备份也要退回，请加 --without-backup。"
  fi
fi
owner=$(stat -c %u:%g "$to/data")
"$to/$previous/bin/kb" restore "$backup" --data "$to/data"
ln -sfn "$previous" "$to/current"
[ "$(id -u)" != 0 ] || chown -R "$owner" "$to/data"
echo "已退回 $(basename "$previous")，知识库是升级前的。"
