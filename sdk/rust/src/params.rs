use crate::abi;
use std::collections::HashMap;

/// A parameter's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Absent,
    Bool(bool),
    /// Integers, sizes in bytes, durations in nanoseconds.
    Integer(i64),
    Number(f64),
    /// Strings, paths, choices, names of columns.
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// A stage's parameters, checked by the host and with defaults filled in. Asking for one that the
/// description does not have, or as another type, is a mistake in the plugin, and panics.
#[derive(Debug, Clone, Default)]
pub struct Params {
    values: HashMap<String, Value>,
}

impl Params {
    fn get(&self, name: &str) -> &Value {
        self.values.get(name).unwrap_or_else(|| panic!("there is no parameter {}", name))
    }
    /// Whether there is a value: given, or by default.
    pub fn has(&self, name: &str) -> bool {
        !matches!(self.get(name), Value::Absent)
    }
    /// Of any type: for parameters that take several, and for lists and maps.
    pub fn value(&self, name: &str) -> &Value {
        self.get(name)
    }
    pub fn bool(&self, name: &str) -> bool {
        match self.get(name) {
            Value::Bool(value) => *value,
            _ => panic!("the parameter {} is neither true nor false", name),
        }
    }
    pub fn integer(&self, name: &str) -> i64 {
        match self.get(name) {
            Value::Integer(value) => *value,
            _ => panic!("the parameter {} is not an integer", name),
        }
    }
    pub fn float(&self, name: &str) -> f64 {
        match self.get(name) {
            Value::Number(value) => *value,
            _ => panic!("the parameter {} is not a number", name),
        }
    }
    pub fn string(&self, name: &str) -> &str {
        match self.get(name) {
            Value::Text(value) => value,
            _ => panic!("the parameter {} is not a text", name),
        }
    }
    /// A list of texts or paths; one alone is a list of one.
    pub fn strings(&self, name: &str) -> Vec<String> {
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            _ => panic!("the parameter {} has an item that is not a text", name),
        };
        match self.get(name) {
            Value::Absent => Vec::new(),
            Value::List(items) => items.iter().map(text).collect(),
            value => vec![text(value)],
        }
    }

    /// Values for a test: `Params::test(&[("words", &["sea", "ship"])], &[("least", 3)])`.
    pub fn test(texts: &[(&str, &[&str])], integers: &[(&str, i64)]) -> Params {
        let mut values = HashMap::new();
        for (name, items) in texts {
            let mut items: Vec<Value> = items.iter().map(|s| Value::Text(s.to_string())).collect();
            let value = if items.len() == 1 { items.remove(0) } else { Value::List(items) };
            values.insert(name.to_string(), value);
        }
        for (name, value) in integers {
            values.insert(name.to_string(), Value::Integer(*value));
        }
        Params { values }
    }

    /// In the order of their names.
    pub(crate) fn sorted(&self) -> Vec<(&String, &Value)> {
        let mut values: Vec<_> = self.values.iter().collect();
        values.sort_by_key(|(name, _)| *name);
        values
    }

    /// `root` is the map that `create` is given; alive for as long as the call.
    pub(crate) unsafe fn read(root: *const abi::Value) -> Params {
        let mut values = HashMap::new();
        for item in items(&*root) {
            values.insert(text(&item.key), value(item));
        }
        Params { values }
    }
}

unsafe fn items(value: &abi::Value) -> &[abi::Value] {
    if value.n_items == 0 {
        return &[];
    }
    std::slice::from_raw_parts(value.items, value.n_items as usize)
}

unsafe fn text(text: &abi::Text) -> String {
    if text.size == 0 {
        return String::new();
    }
    let bytes = std::slice::from_raw_parts(text.data as *const u8, text.size as usize);
    String::from_utf8_lossy(bytes).into_owned()
}

unsafe fn value(from: &abi::Value) -> Value {
    match from.kind {
        0 => Value::Absent,
        4 => Value::Number(from.number),
        1 => Value::Bool(from.integer != 0),
        2 | 32 | 64 => Value::Integer(from.integer),
        512 => Value::List(items(from).iter().map(|item| value(item)).collect()),
        1024 => {
            Value::Map(items(from).iter().map(|item| (text(&item.key), value(item))).collect())
        }
        _ => Value::Text(text(&from.string)),
    }
}
