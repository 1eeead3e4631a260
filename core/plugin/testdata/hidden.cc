// The trap of C++: a const without a declaration before it has internal linkage, so that the
// library is built without a word, and shows nothing.
struct Plugin {
  char magic[8];
};

extern "C" {
__attribute__((used)) const Plugin textmill_plugin_v1 = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'}};
}
