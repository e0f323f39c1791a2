//! seccomp: system calls for which decoding has no use are refused with an error, so that a library that tries one goes on.
//! A list of what is refused, not of what is allowed: it is the second layer behind Landlock, and must not break with the
//! next version of the C library.

use std::collections::BTreeMap;

use nix::libc;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

/// What is always refused.
#[rustfmt::skip]
const REFUSED: &[i64] = &[
    // Files by their names; opened ones are handed over.
    libc::SYS_openat, libc::SYS_openat2, libc::SYS_open_by_handle_at, libc::SYS_name_to_handle_at, libc::SYS_newfstatat,
    libc::SYS_statx, libc::SYS_faccessat, libc::SYS_faccessat2, libc::SYS_readlinkat, libc::SYS_statfs, libc::SYS_chdir,
    libc::SYS_fchdir, libc::SYS_getcwd, libc::SYS_mkdirat, libc::SYS_mknodat, libc::SYS_unlinkat, libc::SYS_renameat,
    libc::SYS_renameat2, libc::SYS_linkat, libc::SYS_symlinkat, libc::SYS_truncate, libc::SYS_memfd_create,
    libc::SYS_memfd_secret, libc::SYS_inotify_init1, libc::SYS_inotify_add_watch, libc::SYS_fanotify_init,
    // What could change a file that is open for reading only, or hold up others who open it.
    libc::SYS_fchmod, libc::SYS_fchmodat, libc::SYS_fchmodat2, libc::SYS_fchown, libc::SYS_fchownat, libc::SYS_utimensat,
    libc::SYS_setxattr, libc::SYS_lsetxattr, libc::SYS_fsetxattr, libc::SYS_removexattr, libc::SYS_lremovexattr,
    libc::SYS_fremovexattr, libc::SYS_getxattr, libc::SYS_lgetxattr, libc::SYS_listxattr, libc::SYS_llistxattr,
    libc::SYS_ioctl, libc::SYS_flock, libc::SYS_fallocate, libc::SYS_ftruncate, libc::SYS_copy_file_range,
    libc::SYS_sync, libc::SYS_syncfs, libc::SYS_swapon, libc::SYS_swapoff, libc::SYS_quotactl, libc::SYS_acct,
    // Programs, processes and threads.
    libc::SYS_execve, libc::SYS_execveat, libc::SYS_clone, libc::SYS_clone3, libc::SYS_unshare, libc::SYS_setns,
    libc::SYS_ptrace, libc::SYS_process_vm_readv, libc::SYS_process_vm_writev, libc::SYS_process_madvise,
    libc::SYS_process_mrelease, libc::SYS_kcmp, libc::SYS_tkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_open, libc::SYS_pidfd_getfd, libc::SYS_pidfd_send_signal, libc::SYS_setpriority, libc::SYS_ioprio_set,
    libc::SYS_sched_setscheduler, libc::SYS_sched_setparam, libc::SYS_sched_setattr, libc::SYS_sched_setaffinity,
    libc::SYS_migrate_pages, libc::SYS_move_pages, libc::SYS_setpgid, libc::SYS_setsid,
    // The network, and other programs on this machine; the socket it has is read and written.
    libc::SYS_socket, libc::SYS_socketpair, libc::SYS_connect, libc::SYS_bind, libc::SYS_listen, libc::SYS_accept,
    libc::SYS_accept4, libc::SYS_sendto, libc::SYS_sendmsg, libc::SYS_sendmmsg, libc::SYS_shmget, libc::SYS_shmat,
    libc::SYS_shmctl, libc::SYS_semget, libc::SYS_semctl, libc::SYS_semop, libc::SYS_msgget, libc::SYS_msgsnd,
    libc::SYS_msgrcv, libc::SYS_msgctl, libc::SYS_mq_open, libc::SYS_mq_unlink,
    // The system itself, and doors into the kernel that have been broken before.
    libc::SYS_mount, libc::SYS_umount2, libc::SYS_pivot_root, libc::SYS_chroot, libc::SYS_open_tree, libc::SYS_move_mount,
    libc::SYS_fsopen, libc::SYS_fsconfig, libc::SYS_fsmount, libc::SYS_fspick, libc::SYS_mount_setattr, libc::SYS_bpf,
    libc::SYS_io_uring_setup, libc::SYS_io_uring_enter, libc::SYS_io_uring_register, libc::SYS_io_setup,
    libc::SYS_io_submit, libc::SYS_keyctl, libc::SYS_add_key, libc::SYS_request_key, libc::SYS_perf_event_open,
    libc::SYS_userfaultfd, libc::SYS_vmsplice, libc::SYS_splice, libc::SYS_tee, libc::SYS_personality,
    libc::SYS_init_module, libc::SYS_finit_module, libc::SYS_delete_module, libc::SYS_kexec_load, libc::SYS_reboot,
    libc::SYS_syslog, libc::SYS_sethostname, libc::SYS_setdomainname, libc::SYS_settimeofday, libc::SYS_clock_settime,
    libc::SYS_clock_adjtime, libc::SYS_adjtimex, libc::SYS_setuid, libc::SYS_setgid, libc::SYS_setreuid,
    libc::SYS_setregid, libc::SYS_setresuid, libc::SYS_setresgid, libc::SYS_setgroups, libc::SYS_setfsuid,
    libc::SYS_setfsgid, libc::SYS_capset,
];

/// The same by the older names that this architecture also has.
#[cfg(target_arch = "x86_64")]
#[rustfmt::skip]
const REFUSED_OLDER: &[i64] = &[
    libc::SYS_open, libc::SYS_creat, libc::SYS_stat, libc::SYS_lstat, libc::SYS_access, libc::SYS_readlink,
    libc::SYS_mkdir, libc::SYS_rmdir, libc::SYS_mknod, libc::SYS_unlink, libc::SYS_rename, libc::SYS_link,
    libc::SYS_symlink, libc::SYS_inotify_init, libc::SYS_chmod, libc::SYS_chown, libc::SYS_lchown, libc::SYS_utime,
    libc::SYS_utimes, libc::SYS_futimesat, libc::SYS_fork, libc::SYS_vfork, libc::SYS_uselib, libc::SYS_iopl,
    libc::SYS_ioperm, libc::SYS_modify_ldt, libc::SYS_kexec_file_load,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_OLDER: &[i64] = &[];

/// Calls that the `libc` crate does not name yet, the same numbers everywhere (Linux 6.13 to 6.17, `scripts/syscall.tbl`):
/// setxattrat, getxattrat, listxattrat, removexattrat, open_tree_attr, file_getattr, file_setattr.
const REFUSED_NEWEST: std::ops::RangeInclusive<i64> = 463..=469;

/// On x86-64 each call can be made by a second number as well, which has this bit; some have a third in this range.
#[cfg(target_arch = "x86_64")]
const SECOND_NUMBERS: i64 = 0x4000_0000;
#[cfg(target_arch = "x86_64")]
const THIRD_NUMBERS: std::ops::RangeInclusive<i64> = 512..=547;

/// Two commands of `fcntl` that the `libc` crate does not name (Linux's `asm-generic/fcntl.h`).
const F_SETSIG: libc::c_int = 10;
const F_SETOWN_EX: libc::c_int = 15;

/// Puts the list into force; says why where that fails.
pub(super) fn refuse() -> Result<(), String> {
    let program = program().map_err(|error| error.to_string())?;
    seccompiler::apply_filter(&program).map_err(|error| error.to_string())
}

fn program() -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = rules_by_argument()?.into();
    rules.extend(REFUSED.iter().chain(REFUSED_OLDER).copied().chain(REFUSED_NEWEST).map(|call| (call, Vec::new())));
    #[cfg(target_arch = "x86_64")]
    {
        let second: Vec<_> = rules.keys().map(|call| (call | SECOND_NUMBERS, Vec::new())).collect();
        rules.extend(second);
        rules.extend(THIRD_NUMBERS.map(|call| (call | SECOND_NUMBERS, Vec::new())));
    }
    let refused = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    SeccompFilter::new(rules, SeccompAction::Allow, refused, TargetArch::try_from(std::env::consts::ARCH)?)?.try_into()
}

/// What is refused unless it concerns the worker itself.
fn rules_by_argument() -> Result<[(i64, Vec<SeccompRule>); 4], seccompiler::BackendError> {
    let rule = |argument: u8, comparison: SeccompCmpOp, value: i64| {
        let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, comparison, value.cast_unsigned())?;
        SeccompRule::new(vec![condition])
    };
    let own_id = i64::from(std::process::id());
    // Aborting signals oneself; limits are set on oneself; a file's signals could go to others, its leases and locks hold
    // them up.
    let owners = [libc::F_SETOWN, F_SETSIG, F_SETOWN_EX, libc::F_SETLEASE, libc::F_NOTIFY];
    let locks = [libc::F_SETLK, libc::F_SETLKW, libc::F_OFD_SETLK, libc::F_OFD_SETLKW];
    let commands: Result<Vec<_>, _> =
        owners.into_iter().chain(locks).map(|command| rule(1, SeccompCmpOp::Eq, i64::from(command))).collect();
    Ok([
        (libc::SYS_kill, vec![rule(0, SeccompCmpOp::Ne, own_id)?]),
        (libc::SYS_tgkill, vec![rule(0, SeccompCmpOp::Ne, own_id)?]),
        (libc::SYS_prlimit64, vec![rule(0, SeccompCmpOp::Ne, 0)?]),
        (libc::SYS_fcntl, commands?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_one_the_kernel_takes() {
        // The kernel's limit is 4,096 instructions.
        let n_instructions = program().unwrap().len();
        assert!((200..4096).contains(&n_instructions), "{n_instructions}");
    }
}
