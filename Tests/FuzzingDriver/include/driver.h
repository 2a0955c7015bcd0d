// The package manager takes a function of this name for the program's main; libFuzzer's own is not linked.
int Fuzzing_main(int argc, char **argv);
