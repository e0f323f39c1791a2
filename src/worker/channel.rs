//! The socket between the program and a worker: bytes one way and the other, and open files to the worker.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};

use crate::worker::protocol::BATCH_MAX_FILES;

/// Room for the files of a message.
const FILES_BYTES: usize = rustix::cmsg_space!(ScmRights(BATCH_MAX_FILES));

/// Sends a message with files, without waiting: a worker that does not take so short a message is no use.
pub(super) fn send(socket: &UnixStream, message: &[u8], files: &[&File]) -> io::Result<()> {
    let descriptors: Vec<BorrowedFd<'_>> = files.iter().map(|file| file.as_fd()).collect();
    let mut space = [MaybeUninit::uninit(); FILES_BYTES];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(&descriptors)) {
        return Err(io::Error::other("too many files in one message"));
    }
    let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
    let n_sent = sendmsg(socket, &[IoSlice::new(message)], &mut ancillary, flags)?;
    if n_sent == message.len() { Ok(()) } else { Err(io::ErrorKind::WriteZero.into()) }
}

/// Waits for bytes, and for the files that came with them; 0 when the other end is closed.
pub(super) fn receive(socket: &File, buffer: &mut [u8], files: &mut VecDeque<File>) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); FILES_BYTES];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut into = [IoSliceMut::new(buffer)];
    let received = loop {
        match recvmsg(socket, &mut into, &mut ancillary, RecvFlags::empty()) {
            Err(rustix::io::Errno::INTR) => {}
            received => break received?,
        }
    };
    for message in ancillary.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = message {
            files.extend(descriptors.map(File::from));
        }
    }
    Ok(received.bytes)
}
