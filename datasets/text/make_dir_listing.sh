#!/usr/bin/env bash
# Makes dir_listing.txt: what `ls -l` says of the programs in a fixed list of Debian packages.
# Run as root on Debian (owners are kept): datasets/text/make_dir_listing.sh > datasets/text/dir_listing.txt
set -eu
export LC_ALL=C TZ=UTC
packages="coreutils util-linux util-linux-extra mount fdisk procps psmisc bsdutils bsdextrautils findutils diffutils
grep sed gawk mawk dash bash tar gzip bzip2 xz-utils zstd cpio rsync less nano vim-tiny hostname passwd login sudo
e2fsprogs dosfstools mtools btrfs-progs xfsprogs lvm2 mdadm parted cryptsetup-bin kmod udev systemd
iproute2 iputils-ping net-tools dnsutils bind9-dnsutils wget curl openssh-client openssh-server openssl gnupg gpg
samba smbclient samba-common-bin nfs-common cifs-utils ldap-utils krb5-user perl python3-minimal ruby git mercurial
subversion binutils-x86-64-linux-gnu gcc-12 gdb make cmake bison flex strace ltrace valgrind
imagemagick-6.q16 netpbm ghostscript poppler-utils groff man-db texlive-binaries graphviz gnuplot-nox ffmpeg sox
mariadb-client-core postgresql-client-15 sqlite3 moreutils jq pciutils usbutils alsa-utils x11-utils x11-xserver-utils
x11-apps mesa-utils libc-bin debianutils dpkg dpkg-dev devscripts apt debhelper cups-client exim4-daemon-light"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in $packages; do
    apt-get download -qq "$package" >&2 2>/dev/null || echo "left out: $package" >&2
done
for archive in *.deb; do dpkg-deb -x "$archive" root; done
for folder in bin sbin usr/bin usr/sbin; do
    [ -d "root/$folder" ] || continue
    (cd "root/$folder" && ls -l --time-style='+%b %e  %Y' | tail -n +2)
done
