//! The bytes of a saved state, as `textmill/state.hpp` describes them.
use crate::{Error, Result};

const MAGIC: &[u8] = b"TMSTATE\n";
const FORMAT: u32 = 1;
const BLOCK: usize = 1 << 20;

/// Eight bytes at a time; the last ones are filled up with zeros, and the size is mixed in first.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = (seed ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for chunk in bytes.chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 32;
    }
    h
}

fn head(stage: &str, version: u32, parameters: u64) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend_from_slice(&FORMAT.to_le_bytes());
    head.extend_from_slice(&(stage.len() as u32).to_le_bytes());
    head.extend_from_slice(stage.as_bytes());
    head.extend_from_slice(&version.to_le_bytes());
    head.extend_from_slice(&parameters.to_le_bytes());
    head
}

pub(crate) fn framed(stage: &str, version: u32, parameters: u64, bytes: &[u8]) -> Vec<u8> {
    let mut whole = head(stage, version, parameters);
    let mut sum = hash(0, &whole);
    for block in bytes.chunks(BLOCK) {
        sum = hash(sum, block);
        whole.extend_from_slice(&(block.len() as u32).to_le_bytes());
        whole.extend_from_slice(&sum.to_le_bytes());
        whole.extend_from_slice(block);
    }
    whole.extend_from_slice(&0u32.to_le_bytes());
    whole.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    whole
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        if n > self.0.len() {
            return Err(Error::new("the saved state is cut off: it ends too early"));
        }
        let (taken, rest) = self.0.split_at(n);
        self.0 = rest;
        Ok(taken)
    }
    fn u32(&mut self) -> Result<u32> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(bytes))
    }
    fn u64(&mut self) -> Result<u64> {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(self.take(8)?);
        Ok(u64::from_le_bytes(bytes))
    }
}

pub(crate) fn unframed(
    stage: &str,
    version: u32,
    parameters: u64,
    whole: &[u8],
) -> Result<Vec<u8>> {
    let damaged = || Error::new("the saved state is damaged");
    let mut from = Reader(whole);
    if from.take(MAGIC.len())? != MAGIC {
        return Err(Error::new("this is not a saved state"));
    }
    if from.u32()? != FORMAT {
        return Err(Error::new("the state has a format that this version does not read"));
    }
    let size = from.u32()? as usize;
    if from.take(size)? != stage.as_bytes() {
        return Err(Error::new(format!("the state is not one of `{}`", stage)));
    }
    if from.u32()? != version {
        return Err(Error::new(format!("the state was saved by another version of `{}`", stage)));
    }
    if from.u64()? != parameters {
        return Err(Error::new("the state was saved with other parameters"));
    }
    let mut sum = hash(0, &head(stage, version, parameters));
    let mut bytes = Vec::new();
    loop {
        let size = from.u32()? as usize;
        let expected = from.u64()?;
        if size > BLOCK {
            return Err(damaged());
        }
        if size == 0 {
            return if expected == bytes.len() as u64 && from.0.is_empty() {
                Ok(bytes)
            } else {
                Err(damaged())
            };
        }
        let block = from.take(size)?;
        sum = hash(sum, block);
        if sum != expected {
            return Err(damaged());
        }
        bytes.extend_from_slice(block);
    }
}

#[test]
fn what_was_framed_comes_back_and_nothing_else() {
    let whole = framed("my.stage", 2, 7, b"some bytes");
    assert_eq!(unframed("my.stage", 2, 7, &whole).unwrap(), b"some bytes");
    for at in 0..whole.len() {
        let mut other = whole.clone();
        other[at] ^= 1;
        assert!(unframed("my.stage", 2, 7, &other).is_err(), "byte {}", at);
        assert!(unframed("my.stage", 2, 7, &whole[..at]).is_err(), "cut at {}", at);
    }
    assert!(unframed("my.stage", 3, 7, &whole).is_err());
    assert!(unframed("my.stage", 2, 8, &whole).is_err());
    assert!(unframed("other", 2, 7, &whole).is_err());
}
