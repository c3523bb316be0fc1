#!/bin/sh
# 容器的入口：数据文件夹里没有模型就放进去；启动服务之前更新索引（没有变化时约一秒）。其余命令照原样运行。
set -eu
for model in /srv/kb/models/*; do
  target=$KB_DATA/models/$(basename "$model")
  if [ ! -e "$target" ] && [ -w "$KB_DATA" ]; then
    mkdir -p "$KB_DATA/models"
    cp -R "$model" "$target.part" && mv "$target.part" "$target"
  fi
done
if [ "${1:-}" = serve ] && [ -w "$KB_DATA" ]; then
  kb index
fi
exec kb "$@"
