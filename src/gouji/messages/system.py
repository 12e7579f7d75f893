"""What the operating system says is wrong, in the language of the person."""

from __future__ import annotations

import errno

from gouji.messages.language import translate as _


def reason_of(error: OSError) -> str:
    """Why the operating system refused, in the current language; its own words (English, most often) for the rarer reasons."""
    reasons = {
        errno.ENOENT: _("没有这个文件或文件夹"), errno.EISDIR: _("这是文件夹，不是文件"), errno.ENOTDIR: _("路径中有一段是文件，不是文件夹"),
        errno.EEXIST: _("已有同名的文件或文件夹"), errno.EACCES: _("没有权限"), errno.EPERM: _("系统不允许这样做"), errno.EROFS: _("磁盘是只读的"),
        errno.ENOSPC: _("磁盘已满"), errno.EDQUOT: _("超出了磁盘配额"), errno.ENAMETOOLONG: _("文件名或路径太长"), errno.EMFILE: _("打开的文件太多"),
        errno.ETXTBSY: _("文件正在使用"), errno.EBUSY: _("文件正在使用"), errno.EIO: _("磁盘读写出错"), errno.ELOOP: _("快捷方式（符号链接）绕成了圈"),
    }
    return reasons.get(error.errno or 0) or error.strerror or str(error)
